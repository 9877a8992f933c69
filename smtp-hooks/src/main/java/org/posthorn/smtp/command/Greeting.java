// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.posthorn.smtp.reply.Replies;

/** The first line that a client sees: who we are, not which version of what. */
public final class Greeting implements ConnectHandler<SMTPSession> {

    @Override
    public Response onConnect(SMTPSession session) {
        return Replies.reply("220", session.getConfiguration().getHelloName() + " ESMTP Posthorn");
    }
}

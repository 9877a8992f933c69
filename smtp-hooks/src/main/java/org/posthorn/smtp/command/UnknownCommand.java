// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.UnknownCommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;

/** Every verb that no other command answers, EXPN and HELP among them. */
public final class UnknownCommand extends UnknownCommandHandler<SMTPSession> {

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        return session.newCommandNotFoundErrorResponse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.auth;

import java.util.Collection;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.posthorn.smtp.reply.Replies;

/** AUTH where there are no logins, as on port 25: not announced, and refused with or without TLS. */
public final class AuthenticationDisabled implements CommandHandler<SMTPSession> {

    private static final Response DISABLED = Replies.reply("503", "5.5.1 Error: authentication not enabled");

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("AUTH");
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        return DISABLED;
    }
}

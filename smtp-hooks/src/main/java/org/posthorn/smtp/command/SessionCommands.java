// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import java.util.Collection;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.posthorn.smtp.reply.Replies;

/** NOOP, RSET and QUIT (RFC 5321 sections 4.1.1.5, 4.1.1.9 and 4.1.1.10). */
public final class SessionCommands implements CommandHandler<SMTPSession> {

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("NOOP", "RSET", "QUIT");
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        return switch (request.getCommand()) {
            case "QUIT" -> bye();
            case "RSET" -> reset(session, request);
            default -> Replies.OK;
        };
    }

    private static Response reset(SMTPSession session, Request request) {
        if (!request.getArgument().isEmpty()) {
            return Replies.reply("501", "5.5.4 Syntax: RSET");
        }
        session.resetState();
        return Replies.OK;
    }

    private static Response bye() {
        SMTPResponse bye = new SMTPResponse("221", "2.0.0 Bye");
        bye.setEndSession(true);
        return bye;
    }
}

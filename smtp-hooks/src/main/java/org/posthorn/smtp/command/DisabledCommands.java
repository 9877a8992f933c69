// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import java.util.Collection;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.posthorn.smtp.reply.Replies;

/** VRFY: who has a mailbox here is nobody's business (RFC 5321 section 7.3). */
public final class DisabledCommands implements CommandHandler<SMTPSession> {

    private static final Response DISABLED = Replies.reply("502", "5.5.1 VRFY command is disabled");

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("VRFY");
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        return DISABLED;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import java.util.Collection;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;
import org.posthorn.smtp.reply.Replies;

/**
 * Refuses everything before TLS but EHLO, HELO, STARTTLS, NOOP, RSET and QUIT.
 *
 * <h2>Parameters</h2>   none.
 * <h2>Reads</h2>        whether TLS is active.
 * <h2>Writes</h2>       nothing.
 * <h2>Failure</h2>      530 5.7.0, permanent (RFC 3207 section 4).
 * <h2>Limits</h2>       must stand before the commands it guards.
 */
public final class RequireTls implements CommandHandler<SMTPSession> {

    private static final Response REFUSED = Replies.reply("530", "5.7.0 Must issue a STARTTLS command first");

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("AUTH", "MAIL", "RCPT", "DATA", "VRFY");
    }

    @Override
    @SuppressWarnings("NullAway") // null is James's way to say: ask the next one
    public @Nullable Response onCommand(SMTPSession session, Request request) {
        return session.isTLSStarted() ? null : REFUSED;
    }
}

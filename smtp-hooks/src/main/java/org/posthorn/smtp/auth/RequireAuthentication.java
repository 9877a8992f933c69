// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.auth;

import java.util.Collection;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;
import org.posthorn.smtp.log.Decision;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.session.PosthornSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses mail from anybody who has not logged in.
 *
 * <h2>Parameters</h2>   none.
 * <h2>Reads</h2>        the login.
 * <h2>Writes</h2>       nothing.
 * <h2>Failure</h2>      530 5.7.0, permanent, told at MAIL (RFC 6409 section 4.3).
 * <h2>Limits</h2>       must stand before the commands it guards.
 */
public final class RequireAuthentication implements CommandHandler<SMTPSession> {

    private static final Logger LOGGER = LoggerFactory.getLogger(RequireAuthentication.class);
    private static final Response REFUSED = Replies.reply("530", "5.7.0 Authentication required");

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("MAIL", "RCPT", "DATA");
    }

    @Override
    @SuppressWarnings("NullAway") // null is James's way to say: ask the next one
    public @Nullable Response onCommand(SMTPSession session, Request request) {
        if (session.getUsername() != null) {
            return null;
        }
        Decision.of(PosthornSession.of(session), "relay", "reject")
                .with("command", request.getCommand())
                .with("reason", "no-login")
                .log(LOGGER);
        return REFUSED;
    }
}

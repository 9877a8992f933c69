// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.auth;

import java.time.Duration;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.Response;
import org.jspecify.annotations.Nullable;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.Service;
import org.posthorn.smtp.log.Decision;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.session.PosthornSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the accounts about a login and remembers its outcome in the session. */
public final class Login {

    /**
     * How long a refused client waits for the answer, and for everything it has pipelined behind. It is counted from the
     * question on: hashes differ in their cost, and an answer that came after it and the delay would tell one user from
     * another, and from none.
     */
    private static final Duration DELAY = Duration.ofSeconds(2);

    private static final Logger LOGGER = LoggerFactory.getLogger(Login.class);
    private static final Response ACCEPTED = Replies.reply("235", "2.7.0 Authentication successful");
    private static final Response REFUSED = Replies.reply("535", "5.7.8 Error: authentication failed");
    private static final Response LATER = Replies.reply("454", "4.7.0 Temporary authentication failure");

    private final Accounts accounts;

    @Inject
    public Login(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The reply, or null when it comes after the delay. */
    @Nullable
    Response attempt(PosthornSession session, Credentials credentials) {
        long began = System.nanoTime();
        if (!credentials.plausible()) {
            return refuse(session, credentials.username(), "implausible", began);
        }
        Authentication outcome;
        try {
            outcome = accounts.authenticate(credentials.username(), credentials.password(), Service.SMTP);
        } catch (AccountsUnavailableException e) {
            Decision.of(session, "auth", "later")
                    .with("user", credentials.username())
                    .warn(LOGGER, e);
            return LATER;
        }
        if (outcome instanceof Authentication.Accepted accepted) {
            session.setUsername(Username.of(accepted.username()));
            Decision.of(session, "auth", "accept")
                    .with("user", accepted.username())
                    .log(LOGGER);
            return ACCEPTED;
        }
        return refuse(session, credentials.username(), ((Authentication.Refused) outcome).reason(), began);
    }

    /** Refuses after the delay; the reason stays in the log. */
    @Nullable
    Response refuse(PosthornSession session, String username, String reason) {
        return refuse(session, username, reason, System.nanoTime());
    }

    private static @Nullable Response refuse(PosthornSession session, String username, String reason, long began) {
        Decision.of(session, "auth", "reject")
                .with("user", username)
                .with("reason", reason)
                .log(LOGGER);
        session.respondLater(REFUSED, rest(Duration.ofNanos(System.nanoTime() - began)));
        return null;
    }

    /** What is left of the delay. */
    static Duration rest(Duration spent) {
        Duration rest = DELAY.minus(spent);
        return rest.isNegative() ? Duration.ZERO : rest;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import java.util.Optional;
import org.apache.james.core.Username;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.Service;
import org.posthorn.postfixadmin.session.OpenSession;
import org.posthorn.postfixadmin.session.OpenSessions;
import org.posthorn.sieve.managesieve.Command.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logins of one connection: the exchange under way, its outcome, and how many failed. */
final class Login {

    private static final Logger LOGGER = LoggerFactory.getLogger(Login.class);
    private static final int MOST_FAILURES = 3;

    private final Accounts accounts;
    private final OpenSessions sessions;
    private final String client;
    private volatile Runnable dismissal = () -> {};
    private Optional<OpenSession> session = Optional.empty();
    private boolean left;
    private Optional<SaslExchange> exchange = Optional.empty();
    private Optional<Username> user = Optional.empty();
    private int failures;

    Login(Accounts accounts, OpenSessions sessions, String client) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.client = client;
    }

    /** What ends the connection when the user's account lets him in no more; on any thread. */
    void onDismissal(Runnable action) {
        dismissal = action;
    }

    /** Whether the account lets the user in no more. */
    synchronized boolean isOver() {
        return session.map(OpenSession::isOver).orElse(false);
    }

    /** Who is logged in. */
    Optional<Username> user() {
        return user;
    }

    /** Whether the next line is a response, not a command. */
    boolean underWay() {
        return exchange.isPresent();
    }

    void forget() {
        leaveSession();
        user = Optional.empty();
        exchange = Optional.empty();
    }

    /** The connection is gone; on any thread. */
    synchronized void leave() {
        left = true;
        leaveSession();
    }

    private synchronized void enterSession(Admission admission) {
        session = Optional.of(sessions.enter(admission, Service.SIEVE, client, () -> dismissal.run()));
        if (left) {
            leaveSession();
        }
    }

    private synchronized void leaveSession() {
        session.ifPresent(OpenSession::leave);
        session = Optional.empty();
    }

    Reply begin(String mechanism, Optional<Text> initialResponse) {
        Optional<SaslExchange> begun = SaslExchange.of(mechanism);
        if (begun.isEmpty()) {
            return Reply.no("Unsupported authentication mechanism.");
        }
        exchange = begun;
        if (initialResponse.isPresent()) {
            return respond(initialResponse.get());
        }
        return ask(begun.get().begin());
    }

    Reply respond(Text response) {
        SaslExchange current = exchange.orElseThrow();
        SaslExchange.Step step = current.respond(response);
        if (step instanceof SaslExchange.Challenge challenge) {
            return ask(challenge);
        }
        exchange = Optional.empty();
        if (step instanceof SaslExchange.Credentials credentials) {
            return check(credentials);
        }
        return abandon(step instanceof SaslExchange.Aborted);
    }

    /** The client sent something else than a response. */
    Reply abandon(boolean wanted) {
        exchange = Optional.empty();
        return wanted
                ? Reply.no("Authentication aborted.")
                : failed("malformed-response", "", "Invalid authentication data.");
    }

    private static Reply ask(SaslExchange.Challenge challenge) {
        return new Reply.Say(Reply.string(challenge.base64()) + "\r\n");
    }

    private Reply check(SaslExchange.Credentials credentials) {
        Authentication outcome;
        try {
            outcome = accounts.authenticate(credentials.username(), credentials.password(), Service.SIEVE);
        } catch (AccountsUnavailableException e) {
            LOGGER.warn(
                    "check=login service=sieve result=unavailable user={} client={} remedy=\"is the database up?\"",
                    LogText.of(credentials.username()),
                    client,
                    e);
            return Reply.no("TRYLATER", "Temporary authentication failure, try again later.");
        }
        if (outcome instanceof Authentication.Refused refused) {
            return failed(refused.reason(), credentials.username(), "Authentication failed.");
        }
        Admission admission = ((Authentication.Accepted) outcome).admission();
        String username = admission.username();
        try {
            user = Optional.of(Username.of(username));
        } catch (RuntimeException e) {
            return failed("unusable-name", username, "Authentication failed.");
        }
        enterSession(admission);
        LOGGER.info("check=login service=sieve result=accept user={} client={}", LogText.of(username), client);
        return Reply.ok("Logged in.");
    }

    private Reply failed(String reason, String username, String text) {
        LOGGER.info(
                "check=login service=sieve result=reject reason={} user={} client={}",
                LogText.of(reason),
                LogText.of(username),
                client);
        if (++failures >= MOST_FAILURES) {
            return new Reply.CloseLater("BYE " + Reply.string("Too many failed logins.") + "\r\n");
        }
        return new Reply.SayLater("NO " + Reply.string(text) + "\r\n");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.login;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a user's name and password for IMAP or POP3, and logs the decision in one line.
 *
 * <p>Names and passwords that no account can have (empty, too long, with control characters) are refused without asking
 * the database. The check blocks: it may ask the database and hash a password, so never call it on a network thread.
 */
public final class MailLogin {

    /** How long a refusal is held back, so that guessing is slow. */
    public static final Duration REFUSAL_DELAY = Duration.ofSeconds(2);

    /** The longest user name, in characters: the width of PostfixAdmin's column. */
    static final int MAX_NAME = 255;

    /** The longest password, in characters; hashing longer ones would cost seconds of CPU. */
    static final int MAX_PASSWORD = 1024;

    private static final Logger LOGGER = LoggerFactory.getLogger(MailLogin.class);
    private static final int MAX_LOGGED = 200;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Accounts accounts;

    @Inject
    public MailLogin(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * Decides about one login.
     *
     * @param client the client's IP address, for the log
     */
    public LoginResult check(String name, String password, Service service, String client) {
        long start = System.nanoTime();
        Optional<String> impossible = impossible(name, password);
        if (impossible.isPresent()) {
            return refused(name, impossible.get(), service, client, start);
        }
        try {
            Authentication outcome = accounts.authenticate(name, password, service);
            if (outcome instanceof Authentication.Refused refusal) {
                return refused(name, refusal.reason(), service, client, start);
            }
            Admission admission = ((Authentication.Accepted) outcome).admission();
            LOGGER.info(
                    "check=login service={} user={} client={} result=accepted ms={}",
                    lower(service),
                    printable(admission.username()),
                    client,
                    millis(start));
            return new LoginResult.Accepted(admission);
        } catch (AccountsUnavailableException e) {
            LOGGER.warn(
                    "check=login service={} user={} client={} result=unavailable ms={} cause={}",
                    lower(service),
                    printable(name),
                    client,
                    millis(start),
                    printable(String.valueOf(e.getMessage())));
            return new LoginResult.Unavailable();
        }
    }

    private static LoginResult refused(String name, String reason, Service service, String client, long start) {
        LOGGER.info(
                "check=login service={} user={} client={} result=refused reason={} ms={}",
                lower(service),
                printable(name),
                client,
                printable(reason),
                millis(start));
        return new LoginResult.Refused();
    }

    private static Optional<String> impossible(String name, String password) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("malformed-name");
        }
        if (password.isEmpty() || password.length() > MAX_PASSWORD || password.indexOf('\0') >= 0) {
            return Optional.of("malformed-password");
        }
        return Optional.empty();
    }

    private static String lower(Service service) {
        return service.name().toLowerCase(Locale.ROOT);
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    private static String printable(String text) {
        String cut = text.length() > MAX_LOGGED ? text.substring(0, MAX_LOGGED) : text;
        return cut.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\s]", "?");
    }
}

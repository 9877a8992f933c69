// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.session;

import com.google.common.collect.Iterables;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Admissions;
import org.posthorn.postfixadmin.Admissions.Revocation;
import org.posthorn.postfixadmin.LogText;
import org.posthorn.postfixadmin.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of all users on this server. Once a minute it asks whether their accounts would let them in again, and ends
 * those for which that is not so: the account was deleted, is another one of the same name, was switched off, or has
 * another password. When another login of the same user was not let in by the very same password, and when somebody
 * knows that an account has changed, its sessions are looked at at once.
 *
 * <p>One query is for up to {@value #PORTION} users. A database that does not answer ends nothing. Safe for use by many
 * threads.
 */
@Singleton
public final class OpenSessions implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenSessions.class);

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int PORTION = 500;

    private final Admissions admissions;
    private final Map<String, Set<OpenSession>> byUser = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "open-sessions");
        thread.setDaemon(true);
        return thread;
    });
    private boolean failing;

    @Inject
    public OpenSessions(Admissions admissions) {
        this.admissions = admissions;
    }

    /** Begins, with a first round in a minute. */
    public void start() {
        var unused = timer.scheduleWithFixedDelay(
                this::round, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the rounds, not the sessions. */
    @Override
    public void close() {
        timer.shutdown();
    }

    /**
     * Takes a session in, which has to be left as soon as its connection is closed. To be called before anything of the
     * account is looked at: an account that changed after the password was checked is noticed then.
     *
     * @param client the client's IP address, for the log
     * @param dismissal ends the connection; must return at once, may be called on any thread, and may be called before this
     *     method returns
     */
    public OpenSession enter(Admission admission, Service service, String client, Runnable dismissal) {
        OpenSession session = new OpenSession(admission, service, client, dismissal, this::remove);
        boolean differs = byUser
                .compute(admission.username(), (name, present) -> {
                    Set<OpenSession> sessions = present == null ? ConcurrentHashMap.newKeySet() : present;
                    sessions.add(session);
                    return sessions;
                })
                .stream()
                .anyMatch(other -> !other.admission().equals(admission));
        if (differs && !timer.isShutdown()) {
            timer.execute(() -> attempt(Set.of(admission.username())));
        }
        return session;
    }

    /**
     * Ends a user's sessions whose account lets them in no more.
     *
     * @throws AccountsUnavailableException if the database does not answer; nothing is ended then
     */
    public void check(String username) {
        endRevoked(sessionsOf(Set.of(username)));
    }

    /** What is done once a minute. */
    void round() {
        attempt(byUser.keySet());
    }

    private void attempt(Collection<String> usernames) {
        try {
            for (List<String> portion : Iterables.partition(usernames, PORTION)) {
                endRevoked(sessionsOf(portion));
            }
            if (failing) {
                failing = false;
                LOGGER.info("check=sessions result=ok");
            }
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                LOGGER.warn("check=sessions result=later reason=\"{}\"", LogText.of(String.valueOf(e.getMessage())));
            }
        }
    }

    private void endRevoked(Collection<OpenSession> sessions) {
        Set<Admission> asked = new HashSet<>();
        sessions.forEach(session -> asked.add(session.admission()));
        if (asked.isEmpty()) {
            return;
        }
        Map<Admission, Revocation> revoked = admissions.revoked(asked);
        for (OpenSession session : sessions) {
            Revocation reason = revoked.get(session.admission());
            if (reason != null && session.end()) {
                LOGGER.info(
                        "check=session service={} user={} client={} result=ended reason={}",
                        session.service().name().toLowerCase(Locale.ROOT),
                        LogText.of(session.admission().username()),
                        session.client(),
                        reason.name().toLowerCase(Locale.ROOT));
                session.leave();
            }
        }
    }

    private List<OpenSession> sessionsOf(Collection<String> usernames) {
        return usernames.stream()
                .flatMap(name -> byUser.getOrDefault(name, Set.of()).stream())
                .toList();
    }

    private void remove(OpenSession session) {
        byUser.computeIfPresent(session.admission().username(), (name, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.housekeeping;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.housekeeping.sql.DailyTurn;
import org.posthorn.mailbox.housekeeping.sql.Leftovers;
import org.posthorn.mailbox.orphan.sql.Orphans;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a minute empties folders whose deletion was interrupted, detaches accounts that vanished from the panel, and shortens
 * the log of expunges; once a day, at three in the night or as soon as a server runs after that, one of the servers on the
 * database forgets threads without messages.
 *
 * <p>A task that fails is logged when that begins and when it ends; it does not keep the others from running, and is tried again
 * after a minute, the daily one after an hour. Servers on the same database may all keep house.
 */
@Singleton
public final class Housekeeping implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Housekeeping.class);

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** When a day of housekeeping begins. */
    private static final Duration QUIET = Duration.ofHours(3);

    private final DeletedFolders deleted;
    private final Orphans orphans;
    private final Leftovers leftovers;
    private final DailyTurn turn;
    private final Clock clock;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "store-housekeeping");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean isOpen = true;
    /** When to ask again for the day's work. */
    private final Map<String, Instant> due = new ConcurrentHashMap<>();

    @Inject
    public Housekeeping(DeletedFolders deleted, Orphans orphans, Leftovers leftovers, DailyTurn turn) {
        this(deleted, orphans, leftovers, turn, Clock.systemDefaultZone());
    }

    Housekeeping(DeletedFolders deleted, Orphans orphans, Leftovers leftovers, DailyTurn turn, Clock clock) {
        this.deleted = deleted;
        this.orphans = orphans;
        this.leftovers = leftovers;
        this.turn = turn;
        this.clock = clock;
    }

    /** Begins, with a first round in a minute. */
    public void start() {
        var unused = timer.scheduleWithFixedDelay(
                this::round, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops; a task under way ends with its transaction. */
    @Override
    public void close() {
        isOpen = false;
        timer.shutdown();
    }

    /** What is done once a minute. */
    void round() {
        Map<String, Step> steps = Map.of(
                "deleted-folders", always(deleted::empty),
                "orphans", always(orphans::sweep),
                "expunges", always(() -> leftovers.trimExpunges(clock.millis(), () -> isOpen)),
                "threads", () -> daily("threads", () -> leftovers.trimThreads(() -> isOpen)));
        steps.forEach(this::attempt);
    }

    private static Step always(Task task) {
        return () -> {
            task.run();
            return true;
        };
    }

    /** A failure leaves it to whoever asks in an hour. */
    private boolean daily(String name, Task task) throws MailboxException {
        Instant now = clock.instant();
        if (now.isBefore(due.getOrDefault(name, Instant.MIN))) {
            return false;
        }
        Optional<Instant> later = turn.take(name, now);
        due.put(name, later.orElse(now.plus(DailyTurn.LEASE)));
        if (later.isPresent()) {
            return false;
        }
        task.run();
        if (isOpen) { // else it was not brought to its end
            Instant next = nextDay(now);
            turn.done(name, next);
            due.put(name, next);
        }
        return true;
    }

    private Instant nextDay(Instant now) {
        ZoneId zone = clock.getZone();
        LocalDate today = LocalDateTime.ofInstant(now, zone).minus(QUIET).toLocalDate();
        return today.plusDays(1).atStartOfDay().plus(QUIET).atZone(zone).toInstant();
    }

    private void attempt(String name, Step step) {
        if (!isOpen) {
            return;
        }
        try {
            if (step.run() && failing.remove(name)) {
                LOGGER.info("check=housekeeping task={} result=ok", name);
            }
        } catch (MailboxException | RuntimeException e) {
            if (failing.add(name)) {
                LOGGER.warn(
                        "check=housekeeping task={} result=later reason=\"{}\"",
                        name,
                        LogText.of(String.valueOf(e.getMessage())));
            }
        }
    }

    /** What is attempted; gives false if there was nothing to do yet. */
    @FunctionalInterface
    private interface Step {
        boolean run() throws MailboxException;
    }

    @FunctionalInterface
    private interface Task {
        void run() throws MailboxException;
    }
}

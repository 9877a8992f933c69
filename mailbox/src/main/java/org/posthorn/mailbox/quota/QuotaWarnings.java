// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.posthorn.mailbox.Deliveries;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.quota.sql.UsageReader;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a mail into a mailbox that has become 80 or 95 percent full.
 *
 * <p>Whether a level was crossed is known from the statement that counted the stored mail, so that warnings cost nothing
 * where there is nothing to warn of, and each crossing is seen once, by the server that made it. The warning is stored by a
 * thread of its own, after the crossing is committed; one that the database cannot take now is tried again. It is counted
 * like any mail and does not fit into a mailbox that is full already; then it is left out. What it adds to the usage
 * is no crossing. Warnings that are due when the server stops are lost.
 */
public final class QuotaWarnings implements UsageWatch, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(QuotaWarnings.class);
    private static final long RETRY_SECONDS = 10;

    private final WarningLevels levels;
    private final UsageReader usage;
    private final Deliveries deliveries;
    private final String postmaster;
    private final Clock clock;
    private final Map<String, Integer> due = new ConcurrentHashMap<>();
    /** What this thread stores is a warning, and no crossing. */
    private final ThreadLocal<Boolean> isStoring = ThreadLocal.withInitial(() -> false);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "quota-warnings");
        thread.setDaemon(true);
        return thread;
    });

    /** Warns on behalf of this address, once {@code Usage.watch} knows of it. */
    public QuotaWarnings(
            WarningLevels levels, UsageReader usage, Deliveries deliveries, String postmaster, Clock clock) {
        this.levels = levels;
        this.usage = usage;
        this.deliveries = deliveries;
        this.postmaster = postmaster;
        this.clock = clock;
    }

    @Override
    public void filled(String owner, int before, int after) {
        Optional<Integer> level = levels.crossed(before, after);
        if (level.isPresent() && !isStoring.get()) {
            due.merge(owner, level.get(), Math::max);
            schedule(owner, 0);
        }
    }

    /** Stops; waits a moment for the warning that is being stored. */
    @Override
    public void close() throws InterruptedException {
        executor.shutdownNow();
        if (!executor.awaitTermination(RETRY_SECONDS, TimeUnit.SECONDS)) {
            LOGGER.warn("check=quota result=unfinished warnings={}", due.size());
        }
    }

    private void schedule(String owner, long seconds) {
        try {
            // nothing to wait for: the task logs its own failures
            var unused = executor.schedule(() -> warn(owner), seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("check=quota user=<{}> result=stopped", LogText.of(owner));
        }
    }

    private void warn(String owner) {
        Integer level = due.remove(owner);
        if (level == null) {
            return;
        }
        isStoring.set(true);
        try {
            Figures figures = usage.settled(owner);
            if (figures.percent() >= level) {
                deliver(owner, figures);
            }
        } catch (OverQuotaException e) {
            LOGGER.info("check=quota user=<{}> result=no-room-for-warning", LogText.of(owner));
        } catch (StoreUnavailableException e) {
            LOGGER.warn("check=quota user=<{}> result=later reason=\"{}\"", LogText.of(owner), LogText.of(text(e)));
            due.merge(owner, level, Math::max);
            schedule(owner, RETRY_SECONDS);
        } catch (MailboxException | RuntimeException e) {
            LOGGER.error("check=quota user=<{}> result=not-warned", LogText.of(owner), e);
        } finally {
            isStoring.set(false);
        }
    }

    private void deliver(String owner, Figures figures) throws MailboxException {
        byte[] text = WarningText.of(owner, postmaster, figures, ZonedDateTime.now(clock));
        deliveries.deliver(Username.of(owner), Deliveries.INBOX, RawMessage.of(text), new Flags(), Optional.empty());
        LOGGER.info("check=quota user=<{}> result=warned percent={}", LogText.of(owner), figures.percent());
    }

    private static String text(Exception failure) {
        return String.valueOf(failure.getMessage());
    }
}

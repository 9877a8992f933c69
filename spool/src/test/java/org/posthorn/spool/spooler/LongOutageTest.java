// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.spool.RetrySchedule;
import org.posthorn.spool.queue.QueuedMail;
import org.posthorn.testing.Poll;

/** Outages of minutes and hours against the schedule that is the default, on a clock that is moved. */
class LongOutageTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TICK = "tick";

    @TempDir
    private Path directory;

    private final MovedClock clock = new MovedClock();
    private final Queue<Long> attempts = new ConcurrentLinkedQueue<>();
    private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
    private final Queue<String> ticks = new ConcurrentLinkedQueue<>();
    private volatile long outage;

    @Test
    void halfAnHourOfOutageBouncesParksAndLosesNothing() throws Exception {
        outlive(Duration.ofMinutes(30));

        assertThat(attempts).containsExactly(0L, 1L, 3L, 8L, 18L, 38L);
        assertThat(delivered).containsExactly(Spool.TEXT);
    }

    @Test
    void fourHoursOfOutageBounceParkAndLoseNothing() throws Exception {
        outlive(Duration.ofHours(4));

        assertThat(attempts).containsExactly(0L, 1L, 3L, 8L, 18L, 38L, 68L, 128L, 188L, 248L);
        assertThat(delivered).containsExactly(Spool.TEXT);
    }

    private void outlive(Duration duration) throws Exception {
        outage = duration.toMinutes();
        try (Spool spool = new Spool(directory, clock)) {
            spool.put("waiting");
            spool.start(new SpoolerSettings(1, RetrySchedule.DEFAULT, LIMIT), this::process);
            tick(spool);
            while (delivered.isEmpty()) {
                assertThat(clock.minutes()).as("minutes").isLessThan(2 * outage);
                assertThat(queues(spool)).containsExactly("spool");
                clock.advance(Duration.ofMinutes(1));
                tick(spool);
            }
            assertThat(queues(spool)).isEmpty();
        }
    }

    /** Where mails are after everything that is due was processed. */
    private static List<String> queues(Spool spool) {
        return spool.queues().administration().list().stream()
                .map(QueuedMail::queue)
                .toList();
    }

    /** A new mail wakes the queue, as the time does otherwise, and with one thread comes behind those that are due. */
    private void tick(Spool spool) throws Exception {
        String name = TICK + clock.minutes();
        spool.put(name);
        assertThat(Poll.until(
                        LIMIT,
                        () -> ticks.contains(name)
                                && spool.queues().administration().list().stream()
                                        .noneMatch(mail -> mail.mailName().startsWith(TICK))))
                .isTrue();
    }

    private void process(Mail mail) throws MessagingException {
        if (mail.getName().startsWith(TICK)) {
            ticks.add(mail.getName());
            return;
        }
        attempts.add(clock.minutes());
        if (clock.minutes() < outage) {
            throw new MessagingException("the database does not answer");
        }
        delivered.add(SpoolerTest.text(mail));
    }

    private static final class MovedClock extends Clock {

        private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

        private volatile Instant now = START;

        void advance(Duration time) {
            now = now.plus(time);
        }

        long minutes() {
            return Duration.between(START, now).toMinutes();
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.posthorn.spool.journal.DiskStorage;
import org.posthorn.spool.journal.Journal;
import org.posthorn.spool.journal.JournalSettings;
import reactor.core.publisher.Mono;

/** Factories of queues below a test's directory. */
final class Queues {
    static final MailQueueName SPOOL = MailQueueName.of("spool");

    private Queues() {}

    static JournalMailQueueFactory open(Path directory) throws IOException {
        return open(Journal.open(DiskStorage.open(directory.resolve("spool")), JournalSettings.DEFAULT));
    }

    static JournalMailQueueFactory open(Journal journal) {
        return new JournalMailQueueFactory(
                journal,
                new RecordingMetricFactory(),
                new NoopGaugeRegistry(),
                new RawMailQueueItemDecoratorFactory(),
                Clock.systemUTC());
    }

    /** The next mail of a queue, waited for. */
    static MailQueueItem next(JournalMailQueue queue) {
        return queue.deQueue().next().block(Duration.ofSeconds(20));
    }

    /** Whether a mail is handed out within a short time; if so, it is being worked on then. */
    static boolean handsOut(JournalMailQueue queue) {
        Duration soon = Duration.ofMillis(200);
        return queue.deQueue()
                .next()
                .timeout(soon, Mono.empty())
                .blockOptional()
                .isPresent();
    }
}

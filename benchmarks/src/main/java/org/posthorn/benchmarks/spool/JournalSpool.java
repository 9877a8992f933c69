// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.logger.DefaultMetricFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.posthorn.spool.journal.DiskStorage;
import org.posthorn.spool.journal.Journal;
import org.posthorn.spool.journal.JournalSettings;
import org.posthorn.spool.queue.JournalMailQueueFactory;

/** Posthorn's own spool. */
final class JournalSpool {

    private JournalSpool() {}

    static TrialSpool open(Path directory) throws IOException {
        Files.createDirectories(directory);
        JournalMailQueueFactory queues = new JournalMailQueueFactory(
                Journal.open(DiskStorage.open(directory.resolve("spool")), JournalSettings.DEFAULT),
                new DefaultMetricFactory(),
                new NoopGaugeRegistry(),
                new RawMailQueueItemDecoratorFactory(),
                Clock.systemUTC());
        return new QueueSpool(queues.createQueue(MailQueueName.of("spool")), queues);
    }
}

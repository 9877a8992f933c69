// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.nio.file.Path;
import java.time.Clock;
import org.apache.james.queue.api.DelayedManageableMailQueueContract;
import org.apache.james.queue.api.DelayedPriorityMailQueueContract;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueMetricContract;
import org.apache.james.queue.api.MailQueueMetricExtension;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.PriorityManageableMailQueueContract;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.spool.journal.DiskStorage;
import org.posthorn.spool.journal.Journal;
import org.posthorn.spool.journal.JournalSettings;

/** James's contracts of a queue. */
class JournalMailQueueTest
        implements DelayedManageableMailQueueContract,
                DelayedPriorityMailQueueContract,
                PriorityManageableMailQueueContract,
                MailQueueMetricContract {
    @TempDir
    Path directory;

    private JournalMailQueueFactory factory;
    private JournalMailQueue queue;

    @BeforeEach
    void open(MailQueueMetricExtension.MailQueueMetricTestSystem metrics) throws Exception {
        factory = new JournalMailQueueFactory(
                Journal.open(DiskStorage.open(directory.resolve("spool")), JournalSettings.DEFAULT),
                metrics.getMetricFactory(),
                metrics.getSpyGaugeRegistry(),
                new RawMailQueueItemDecoratorFactory(),
                Clock.systemUTC());
        queue = factory.createQueue(MailQueueName.of("test"));
    }

    @AfterEach
    void close() throws Exception {
        factory.close();
    }

    @Override
    public MailQueue getMailQueue() {
        return queue;
    }

    @Override
    public ManageableMailQueue getManageableMailQueue() {
        return queue;
    }
}

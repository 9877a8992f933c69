// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.spool.queue.JournalMailQueue;
import org.posthorn.spool.queue.QueuedMail;
import reactor.core.publisher.Mono;

class OutgoingRetriesTest {
    @TempDir
    private Path directory;

    @Test
    void remoteDeliveryGetsAMailAgainAfterAPauseAndTheSpoolAtOnce() throws Exception {
        try (Spool spool = new Spool(directory)) {
            JournalMailQueue outgoing = spool.queues().createQueue(MailQueueName.of("outgoing"));
            outgoing.enQueue(Spool.mail("out"));
            spool.put("in");

            next(outgoing).done(CompletionStatus.RETRY);
            next(spool.queues().createQueue(MailQueueName.of("spool"))).done(CompletionStatus.RETRY);

            assertThat(outgoing.deQueue()
                            .next()
                            .timeout(Duration.ofMillis(200), Mono.empty())
                            .blockOptional())
                    .isEmpty();
            assertThat(spool.mails("outgoing")).extracting(QueuedMail::mailName).containsExactly("out");
            assertThat(spool.mails("spool"))
                    .extracting(QueuedMail::nextAttempt)
                    .allMatch(due -> !due.isAfter(Instant.now()));
        }
    }

    @Test
    void aDeliveredMailIsDone() throws Exception {
        try (Spool spool = new Spool(directory)) {
            JournalMailQueue outgoing = spool.queues().createQueue(MailQueueName.of("outgoing"));
            outgoing.enQueue(Spool.mail("out"));

            next(outgoing).done(CompletionStatus.SUCCESS);

            assertThat(spool.mails("outgoing")).isEmpty();
        }
    }

    private static MailQueueItem next(JournalMailQueue queue) {
        return queue.deQueue().next().block(Duration.ofSeconds(20));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import static org.apache.james.queue.api.Mails.defaultMail;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.apache.mailet.base.MailAddressFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalAdministrationTest {
    @TempDir
    Path directory;

    private JournalMailQueueFactory factory;
    private JournalMailQueue queue;
    private SpoolAdministration administration;

    @BeforeEach
    void open() throws Exception {
        factory = Queues.open(directory);
        queue = factory.createQueue(Queues.SPOOL);
        administration = factory.administration();
    }

    @AfterEach
    void close() throws Exception {
        factory.close();
    }

    private String onlyId() {
        assertThat(administration.list()).hasSize(1);
        return administration.list().get(0).id();
    }

    @Test
    void aMailIsDescribed() throws Exception {
        queue.enQueue(defaultMail().name("one").state("root").build(), Duration.ofHours(1));
        QueuedMail mail = administration.list().get(0);
        assertThat(mail.id()).matches("[0-9a-f]{16}");
        assertThat(mail.mailName()).isEqualTo("one");
        assertThat(mail.queue()).isEqualTo("spool");
        assertThat(mail.processor()).isEqualTo("root");
        assertThat(mail.size()).isPositive();
        assertThat(mail.sender()).contains(MailAddressFixture.SENDER.asString());
        assertThat(mail.recipients()).hasSize(2);
        assertThat(mail.enqueuedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(mail.nextAttempt()).isAfter(Instant.now().plusSeconds(3000));
        assertThat(mail.failures()).isZero();
        assertThat(mail.lastError()).isEmpty();
        assertThat(mail.held()).isFalse();
        assertThat(mail.active()).isFalse();
        assertThat(administration.find(mail.id())).contains(mail);
    }

    @Test
    void failuresAreShown() throws Exception {
        queue.enQueue(defaultMail().name("one").build());
        MailQueueItem item = Queues.next(queue);
        assertThat(administration.list().get(0).active()).isTrue();
        Mail mail = item.getMail();
        SpoolAttributes.recordFailure(mail, "database down");
        queue.defer(mail, Duration.ofMinutes(5));
        QueuedMail shown = administration.list().get(0);
        assertThat(shown.failures()).isEqualTo(1);
        assertThat(shown.lastError()).contains("database down");
        assertThat(shown.active()).isFalse();
    }

    @Test
    void aHeldMailIsNotHandedOutNotEvenAfterARestart() throws Exception {
        queue.enQueue(defaultMail().name("one").build());
        assertThat(administration.hold(onlyId())).isTrue();
        assertThat(Queues.handsOut(queue)).isFalse();
        close();
        open();
        assertThat(administration.find(onlyId()).orElseThrow().held()).isTrue();
        assertThat(Queues.handsOut(queue)).isFalse();
        assertThat(queue.flush()).isZero();
        assertThat(administration.release(onlyId())).isTrue();
        assertThat(Queues.next(queue).getMail().getName()).isEqualTo("one");
    }

    @Test
    void aMailHeldWhileItIsWorkedOnStaysHeldWhenItIsDeferred() throws Exception {
        queue.enQueue(defaultMail().name("one").build());
        Mail mail = Queues.next(queue).getMail();
        assertThat(administration.hold(onlyId())).isTrue();
        queue.defer(mail, Duration.ZERO);
        assertThat(Queues.handsOut(queue)).isFalse();
        close();
        open();
        assertThat(Queues.handsOut(queue)).isFalse();
    }

    @Test
    void aDelayedMailIsRetriedAtOnce() throws Exception {
        queue.enQueue(defaultMail().name("one").build(), Duration.ofHours(1));
        assertThat(administration.retryNow(onlyId())).isTrue();
        assertThat(Queues.next(queue).getMail().getName()).isEqualTo("one");
    }

    @Test
    void aDeletedMailIsGoneForGoodButNotUnderTheHandsOfTheProcessor() throws Exception {
        queue.enQueue(defaultMail().name("one").build());
        MailQueueItem item = Queues.next(queue);
        String id = onlyId();
        assertThat(administration.delete(id)).isFalse();
        item.done(CompletionStatus.RETRY);
        assertThat(administration.delete(id)).isTrue();
        assertThat(administration.list()).isEmpty();
        assertThat(administration.delete(id)).isFalse();
        close();
        open();
        assertThat(administration.list()).isEmpty();
    }

    @Test
    void unknownIdsAreRefused() throws Exception {
        for (String id : new String[] {"", "nonsense", "0000000000000001"}) {
            assertThat(administration.find(id)).isEmpty();
            assertThat(administration.hold(id)).isFalse();
            assertThat(administration.release(id)).isFalse();
            assertThat(administration.retryNow(id)).isFalse();
            assertThat(administration.delete(id)).isFalse();
        }
    }

    @Test
    void allQueuesAreListed() throws Exception {
        queue.enQueue(defaultMail().name("one").build());
        factory.createQueue(MailQueueName.of("outgoing"))
                .enQueue(defaultMail().name("two").build());
        assertThat(administration.list()).extracting(QueuedMail::mailName).containsExactly("one", "two");
        assertThat(administration.list()).extracting(QueuedMail::queue).containsExactly("spool", "outgoing");
    }
}

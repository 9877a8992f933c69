// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import static org.apache.james.queue.api.Mails.defaultMail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.Poll;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;

class JournalMailQueueDurabilityTest {
    private static final String TEXT = "Subject: caf\u00e9\r\n\r\nbody\r\n";

    @TempDir
    Path directory;

    private JournalMailQueueFactory factory;
    private JournalMailQueue queue;

    @BeforeEach
    void open() throws Exception {
        factory = Queues.open(directory);
        queue = factory.createQueue(Queues.SPOOL);
    }

    @AfterEach
    void close() throws Exception {
        factory.close();
    }

    private void restart() throws Exception {
        close();
        open();
    }

    private static MailImpl mail(String name) throws Exception {
        InputStream message = new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.ISO_8859_1));
        MailImpl mail = MailImpl.builder()
                .name(name)
                .sender("a@b.test")
                .addRecipients("c@d.test", "e@f.test")
                .build();
        mail.setMessageNoCopy(new MimeMessageWrapper(MimeMessageInputStreamSource.create(name, message)));
        return mail;
    }

    private static String text(Mail mail) throws Exception {
        try (InputStream in = ((MimeMessageWrapper) mail.getMessage()).getMessageInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aMailThatWasHandedOutAndNotDoneIsHandedOutAgainAfterARestart() throws Exception {
        queue.enQueue(mail("one"));
        queue.enQueue(mail("two"));
        Queues.next(queue).done(CompletionStatus.SUCCESS);
        assertThat(Queues.next(queue).getMail().getName()).isEqualTo("two");
        restart();
        MailQueueItem again = Queues.next(queue);
        assertThat(again.getMail().getName()).isEqualTo("two");
        assertThat(text(again.getMail())).isEqualTo(TEXT);
        again.done(CompletionStatus.SUCCESS);
        assertThat(queue.getSize()).isZero();
        restart();
        assertThat(queue.getSize()).isZero();
    }

    @Test
    void aDelaySurvivesARestart() throws Exception {
        queue.enQueue(mail("later"), Duration.ofHours(1));
        queue.enQueue(mail("now"));
        restart();
        assertThat(Queues.next(queue).getMail().getName()).isEqualTo("now");
        assertThat(Queues.handsOut(queue)).isFalse();
    }

    @Test
    void headerBytesFrom128OnStayThroughRetriesAndOtherQueues() throws Exception {
        queue.enQueue(mail("one"));
        Mail first = Queues.next(queue).getMail();
        queue.defer(first, Duration.ZERO);
        MailQueueItem second = Queues.next(queue);
        JournalMailQueue outgoing = factory.createQueue(MailQueueName.of("outgoing"));
        outgoing.enQueue(second.getMail());
        second.done(CompletionStatus.SUCCESS);
        restart();
        MailQueueItem third = Queues.next(factory.createQueue(MailQueueName.of("outgoing")));
        assertThat(text(third.getMail())).isEqualTo(TEXT);
    }

    @Test
    void anUnmodifiedMailIsNotWrittenAgain() throws Exception {
        String big = TEXT + "x".repeat(100_000);
        MailImpl mail = mail("one");
        mail.setMessageNoCopy(new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                "big", new ByteArrayInputStream(big.getBytes(StandardCharsets.ISO_8859_1)))));
        queue.enQueue(mail);
        long before = factory.journal().bytes();
        MailQueueItem item = Queues.next(queue);
        factory.createQueue(MailQueueName.of("outgoing")).enQueue(item.getMail());
        queue.defer(item.getMail(), Duration.ofHours(1));
        assertThat(factory.journal().bytes() - before).isLessThan(2000);
    }

    @Test
    void aDeferredMailIsThereOnceAsItWasWhenItWasDeferred() throws Exception {
        queue.enQueue(mail("one"));
        Mail mail = Queues.next(queue).getMail();
        mail.setRecipients(List.of(new MailAddress("e@f.test")));
        mail.setState("local");
        SpoolAttributes.recordFailure(mail, "database down");
        SpoolAttributes.recordFailure(mail, "still down");
        mail.getMessage().setHeader("X-New", "yes");
        queue.defer(mail, Duration.ZERO);
        assertThatThrownBy(() -> queue.defer(mail, Duration.ZERO)).isInstanceOf(MailQueueException.class);
        restart();
        assertThat(queue.getSize()).isEqualTo(1);
        Mail again = Queues.next(queue).getMail();
        assertThat(again.getRecipients()).containsExactly(new MailAddress("e@f.test"));
        assertThat(again.getState()).isEqualTo("local");
        assertThat(SpoolAttributes.failures(again)).isEqualTo(2);
        assertThat(SpoolAttributes.lastError(again)).isEqualTo("still down");
        assertThat(text(again)).contains("X-New: yes\r\n").contains("caf\u00e9").endsWith("\r\n\r\nbody\r\n");
    }

    @Test
    void aDeferredMailWaitsForItsTime() throws Exception {
        queue.enQueue(mail("one"));
        queue.defer(Queues.next(queue).getMail(), Duration.ofHours(1));
        assertThat(queue.getSize()).isEqualTo(1);
        assertThat(Queues.handsOut(queue)).isFalse();
    }

    @Test
    void aRejectedMailIsKept() throws Exception {
        queue.enQueue(mail("one"));
        Queues.next(queue).done(CompletionStatus.REJECT);
        assertThat(queue.getSize()).isEqualTo(1);
        restart();
        assertThat(Queues.next(queue).getMail().getName()).isEqualTo("one");
    }

    @Test
    void aMailGetsASpoolIdAtItsFirstEnqueueingAndKeepsIt() throws Exception {
        queue.enQueue(mail("one"));
        MailQueueItem item = Queues.next(queue);
        Attribute id = item.getMail().getAttribute(SpoolAttributes.SPOOL_ID).orElseThrow();
        assertThat((String) id.getValue().value()).matches("[0-9a-f]{16}-[0-9a-f]{16}");
        queue.enQueue(item.getMail());
        queue.enQueue(mail("one"));
        item.done(CompletionStatus.SUCCESS);
        assertThat(Queues.next(queue).getMail().getAttribute(SpoolAttributes.SPOOL_ID))
                .contains(id);
        assertThat(Queues.next(queue).getMail().getAttribute(SpoolAttributes.SPOOL_ID))
                .isPresent()
                .isNotEqualTo(Optional.of(id));
    }

    @Test
    void aThousandRecipientsAreKept() throws Exception {
        List<MailAddress> recipients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            recipients.add(new MailAddress("recipient" + i + "@example.test"));
        }
        MailImpl mail = mail("many");
        mail.setRecipients(recipients);
        queue.enQueue(mail);
        restart();
        assertThat(Queues.next(queue).getMail().getRecipients()).containsExactlyElementsOf(recipients);
    }

    @Test
    void attributesOfEveryKindAreKeptAndOneThatCannotBeIsLeftOut() throws Exception {
        List<Object> values = List.of(
                true,
                "text \u20ac",
                7,
                8L,
                1.5f,
                2.5d,
                ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC),
                new URL("http://example.test/"),
                List.of(AttributeValue.of("a"), AttributeValue.of("b")),
                Map.of("key", AttributeValue.of(3)),
                Optional.of(AttributeValue.of("inner")));
        MailImpl mail = mail("one");
        for (int i = 0; i < values.size(); i++) {
            mail.setAttribute(new Attribute(AttributeName.of("a" + i), AttributeValue.ofAny(values.get(i))));
        }
        mail.setAttribute(new Attribute(AttributeName.of("lost"), AttributeValue.ofUnserializable(new Object())));
        queue.enQueue(mail);
        restart();
        Mail again = Queues.next(queue).getMail();
        for (int i = 0; i < values.size(); i++) {
            assertThat(again.getAttribute(AttributeName.of("a" + i))
                            .orElseThrow()
                            .getValue()
                            .value())
                    .as("attribute %d", i)
                    .isEqualTo(values.get(i));
        }
        assertThat(again.getAttribute(AttributeName.of("lost"))).isEmpty();
    }

    @Test
    void theMessageCanBeReadAfterTheMailIsDone() throws Exception {
        queue.enQueue(mail("one"));
        MailQueueItem item = Queues.next(queue);
        item.done(CompletionStatus.SUCCESS);
        assertThat(text(item.getMail())).isEqualTo(TEXT);
        queue.enQueue(item.getMail());
        assertThat(text(Queues.next(queue).getMail())).isEqualTo(TEXT);
    }

    @Test
    void aMailWithoutAMessageIsKept() throws Exception {
        queue.enQueue(MailImpl.builder().name("bare").build());
        restart();
        Mail mail = Queues.next(queue).getMail();
        assertThat(mail.getMessage()).isNull();
        assertThat(mail.getRecipients()).isEmpty();
    }

    @Test
    void closingAQueueOrWhatBrowsesItTakesNothingAway() throws Exception {
        queue.enQueue(mail("one"));
        queue.browse().close();
        queue.close();
        assertThat(queue.getSize()).isEqualTo(1);
        assertThat(Queues.next(queue).getMail().getName()).isEqualTo("one");
    }

    @Test
    void noMoreIsHandedOutThanAskedFor() throws Exception {
        for (int i = 0; i < 10; i++) {
            queue.enQueue(defaultMail().name("mail" + i).build());
        }
        List<MailQueueItem> given = new ArrayList<>();
        Disposable subscription = queue.deQueue().limitRate(3).subscribeWith(new BaseSubscriber<MailQueueItem>() {
            @Override
            protected void hookOnSubscribe(Subscription upstream) {
                upstream.request(4);
            }

            @Override
            protected void hookOnNext(MailQueueItem item) {
                synchronized (given) {
                    given.add(item);
                }
            }
        });
        assertThat(Poll.until(Duration.ofSeconds(20), () -> count(given) == 4)).isTrue();
        assertThat(Poll.until(Duration.ofMillis(300), () -> count(given) > 4)).isFalse();
        subscription.dispose();
    }

    private static int count(List<?> list) {
        synchronized (list) {
            return list.size();
        }
    }
}

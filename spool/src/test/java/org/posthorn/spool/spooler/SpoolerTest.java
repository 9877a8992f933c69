// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.spool.RetrySchedule;
import org.posthorn.spool.message.MessageBytes;
import org.posthorn.spool.queue.QueuedMail;
import org.posthorn.spool.queue.SpoolAttributes;
import org.posthorn.testing.Poll;

class SpoolerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private Spool spool;
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        spool = new Spool(directory);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void aProcessedMailLeavesTheSpool() throws Exception {
        spool.put("one");
        spool.put("two");

        Spooler spooler = spool.start(2, mail -> seen.add(mail.getName() + text(mail)));

        assertThat(await(spool::isEmpty)).isTrue();
        assertThat(seen).containsExactlyInAnyOrder("one" + Spool.TEXT, "two" + Spool.TEXT);
        assertThat(await(() -> spooler.getCurrentSpoolCount() == 0)).isTrue();
        assertThat(spooler.getThreadCount()).isEqualTo(2);
    }

    @Test
    void exceptionsAndErrorsAreTriedAgainUntilTheyEnd() throws Exception {
        spool.put("one");

        spool.start(1, mail -> {
            switch (attempts.incrementAndGet()) {
                case 1 -> throw new MessagingException("down");
                case 2 -> throw new StackOverflowError();
                case 3 -> throw new NoClassDefFoundError("org/example/Gone");
                case 4 -> throw new AssertionError("wrong");
                case 5, 6, 7, 8, 9 -> throw new IllegalStateException("down");
                default -> seen.add(SpoolAttributes.failures(mail) + SpoolAttributes.lastError(mail));
            }
        });

        assertThat(await(spool::isEmpty)).isTrue();
        assertThat(seen).containsExactly("9java.lang.IllegalStateException: down");
    }

    @Test
    void aMailThatFailedComesAgainAsItWas() throws Exception {
        spool.put("one");
        AttributeName half = AttributeName.of("half");

        spool.start(1, mail -> {
            seen.add(mail.getState()
                    + mail.getRecipients()
                    + mail.getAttribute(half).isPresent()
                    + text(mail));
            if (attempts.incrementAndGet() == 1) {
                mail.setRecipients(List.of(new MailAddress("x@y.test")));
                mail.setState(Mail.GHOST);
                mail.setAttribute(new Attribute(half, AttributeValue.of(true)));
                mail.getMessage().setHeader("Subject", "other");
                LifecycleUtil.dispose(mail);
                throw new MessagingException("down");
            }
        });

        assertThat(await(spool::isEmpty)).isTrue();
        assertThat(seen).hasSize(2).containsOnly("root[c@d.test, e@d.test]false" + Spool.TEXT);
    }

    @Test
    void failuresAndTheirCauseOutliveARestart() throws Exception {
        spool.put("one");
        spool.start(1, mail -> {
            throw new MessagingException("no\r\nroute", new IOException("refused"));
        });
        assertThat(await(() -> spool.mails("spool").stream().anyMatch(mail -> mail.failures() >= 1)))
                .isTrue();
        spool.restart();

        QueuedMail waiting = spool.mails("spool").get(0);
        assertThat(waiting.failures()).isPositive();
        assertThat(waiting.lastError())
                .hasValueSatisfying(
                        cause -> assertThat(cause).contains("no route").endsWith("java.io.IOException: refused"));
        spool.start(1, mail -> seen.add(text(mail)));
        assertThat(await(spool::isEmpty)).isTrue();
        assertThat(seen).containsExactly(Spool.TEXT);
    }

    @Test
    void aMailIsNotDoneWhenOneMadeFromItWasNotTakenAndTheMailetHidThat() throws Exception {
        spool.put("one");

        spool.start(1, mail -> {
            if (attempts.incrementAndGet() == 1) {
                spool.disk().fill();
                hideFailure(() -> spool.mailetContext().sendMail(Spool.mail("lost"), "root"));
                hideFailure(() -> spool.mailetContext().sendMail(Spool.mail("lost"), "root", 1, TimeUnit.HOURS));
                spool.disk().makeRoom();
            }
            seen.add(mail.getName());
        });

        assertThat(await(spool::isEmpty)).isTrue();
        assertThat(seen).containsExactly("one", "one");
    }

    @Test
    void aFullDiskDoesNotStopTheRetries() throws Exception {
        spool.put("one");
        spool.start(1, mail -> {
            spool.disk().fill();
            if (attempts.incrementAndGet() < 4) {
                throw new MessagingException("down");
            }
            seen.add(mail.getName());
            spool.disk().makeRoom();
        });

        assertThat(await(spool::isEmpty)).isTrue();
        assertThat(seen).containsExactly("one");
    }

    @Test
    void noMoreMailsAreTakenThanThereAreThreads() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            spool.put("mail" + i);
        }

        Spooler spooler = spool.start(2, mail -> awaitQuietly(go));

        assertThat(await(() -> spooler.getCurrentSpoolCount() == 2)).isTrue();
        assertThat(spool.mails("spool")).filteredOn(QueuedMail::active).hasSize(2);
        go.countDown();
        assertThat(await(spool::isEmpty)).isTrue();
    }

    @Test
    void aStopLetsMailsEndAndLeavesTheOthers() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        spool.put("one");
        spool.put("two");
        spool.start(1, mail -> {
            begun.countDown();
            awaitQuietly(go);
            seen.add(mail.getName());
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        Thread stop = new Thread(spool::close);
        stop.start();
        assertThat(await(() -> stop.getState() == Thread.State.TIMED_WAITING)).isTrue();
        go.countDown();
        stop.join();

        assertThat(seen).containsExactly("one");
        spool.restart();
        assertThat(spool.mails("spool")).extracting(QueuedMail::mailName).containsExactly("two");
    }

    @Test
    void aMailThatDoesNotEndBeginsAnewAfterTheStop() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        spool.put("one");
        spool.start(1, Duration.ofMillis(10), mail -> {
            begun.countDown();
            awaitQuietly(never);
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        spool.restart();
        never.countDown();
        spool.start(1, mail -> seen.add(mail.getName()));

        assertThat(await(spool::isEmpty)).isTrue();
        assertThat(seen).containsExactly("one");
    }

    @Test
    void aSpoolerWithoutThreadsIsRefused() {
        assertThatThrownBy(() -> new SpoolerSettings(0, RetrySchedule.DEFAULT, LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 1000 threads");
    }

    private interface Sending {
        void run() throws MessagingException;
    }

    @SuppressWarnings("EmptyCatch") // as some of James's mailets do
    private static void hideFailure(Sending sending) {
        try {
            sending.run();
        } catch (MessagingException | RuntimeException e) {
            assertThat(e).hasMessageContaining("does not take the mail lost");
        }
    }

    private static boolean await(java.util.function.BooleanSupplier condition) {
        return Poll.until(LIMIT, condition);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String text(Mail mail) throws MessagingException {
        try (InputStream stream = MessageBytes.open(mail.getMessage())) {
            return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

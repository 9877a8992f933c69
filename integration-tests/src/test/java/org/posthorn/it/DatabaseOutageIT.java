// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer.Port;

/** A database that is down means "later", never "unknown user", and no accepted mail is lost by it. */
class DatabaseOutageIT {

    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.own();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void everyServiceSaysLaterWhileTheDatabaseIsDownAndRecoversByItself() {
        try (Session smtp = Smtp.withSender(stack);
                Session submission = Smtp.submission(stack)) {
            stack.mariaDb().stop();
            assertThat(smtp.ask("RCPT TO:<alice@example.test>")).startsWith("451 4.3.0 ");
            assertThat(smtp.ask("RCPT TO:<nobody@example.test>")).startsWith("451 4.3.0 ");
            assertThat(submission.ask(Smtp.authPlain("alice@example.test", Stack.PASSWORD)))
                    .startsWith("454 4.7.0 ");
            assertThat(Imap.loginAnswer(stack, "alice@example.test", Stack.PASSWORD))
                    .startsWith("t1 NO [UNAVAILABLE]");
            assertThat(pop3Login()).startsWith("-ERR [SYS/TEMP]");

            stack.mariaDb().start();
            assertThat(Poll.until(FIVE_SECONDS, () -> smtp.ask("RCPT TO:<alice@example.test>")
                            .startsWith("250 2.1.5 ")))
                    .isTrue();
            assertThat(smtp.ask("RCPT TO:<nobody@example.test>")).startsWith("550 5.1.1 ");
            assertThat(Imap.loginAnswer(stack, "alice@example.test", Stack.PASSWORD))
                    .startsWith("t1 OK");
            assertThat(pop3Login()).startsWith("+OK");
        }
    }

    @Test
    void noAcceptedMailIsLostWhenTheDatabaseRestartsUnderLoad() throws Exception {
        List<String> accepted = new CopyOnWriteArrayList<>();
        AtomicBoolean go = new AtomicBoolean(true);
        ExecutorService senders = Executors.newFixedThreadPool(4);
        List<Future<?>> running = List.of(
                senders.submit(() -> sendWhile(go, accepted)),
                senders.submit(() -> sendWhile(go, accepted)),
                senders.submit(() -> sendWhile(go, accepted)),
                senders.submit(() -> sendWhile(go, accepted)));
        for (int restarts = 0; restarts < 3; restarts++) {
            int before = accepted.size();
            assertThat(Poll.until(Duration.ofSeconds(20), () -> accepted.size() > before + 20))
                    .isTrue();
            stack.mariaDb().restart();
        }
        int before = accepted.size();
        assertThat(Poll.until(Duration.ofSeconds(20), () -> accepted.size() > before + 20))
                .isTrue();
        go.set(false);
        for (Future<?> sender : running) {
            sender.get();
        }
        senders.shutdown();

        try (Imap bob = Imap.login(stack, "bob@example.test")) {
            assertThat(Poll.until(Duration.ofSeconds(60), () -> bob.count("INBOX", "load") >= accepted.size()))
                    .as("%s of %s accepted mails arrived", bob.count("INBOX", "load"), accepted.size())
                    .isTrue();
        }
    }

    /** 12 seconds hold more attempts than stock James makes before it parks a mail; the delays of the tests are one second. */
    @Test
    void aMailInTheSpoolOutlivesAnOutageAndNobodyIsToldOfIt() {
        List<String> words = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Session client = Smtp.withSender(stack);
            assertThat(client.ask("RCPT TO:<" + (i % 2 == 0 ? "alice" : "sales") + "@example.test>"))
                    .startsWith("250");
            assertThat(client.ask("DATA")).startsWith("354");
            sessions.add(client);
        }
        stack.mariaDb().stop();
        for (Session client : sessions) {
            String word = Smtp.word();
            assertThat(client.sendRaw(Smtp.mail("outage " + word)).ask(".")).startsWith("250 2.0.0");
            words.add(word);
            client.close();
        }
        assertThat(Poll.until(Duration.ofSeconds(12), () -> !stack.sent().isEmpty()))
                .as("something was bounced: %s", stack.sent())
                .isFalse();
        assertThat(stack.posthorn().log().lines())
                .as("what the administrator reads: a line for each mail and attempt")
                .noneMatch(line -> line.contains("Exception calling ") && !line.contains(" result=deferred "))
                .noneMatch(line -> line.contains("attribute=org.apache.james.MailetError"))
                .filteredOn(line -> line.contains(" result=deferred "))
                .hasSizeGreaterThanOrEqualTo(20)
                .allMatch(line -> line.contains(" does not answer") && line.contains(" <- java."));
        stack.mariaDb().start();
        assertThat(Poll.until(FIVE_SECONDS, () -> Imap.loginAnswer(stack, "alice@example.test", Stack.PASSWORD)
                        .startsWith("t1 OK")))
                .isTrue();

        try (Imap alice = Imap.login(stack, "alice@example.test");
                Imap bob = Imap.login(stack, "bob@example.test")) {
            words.forEach(word -> alice.await("INBOX", word));
            assertThat(Poll.until(Duration.ofSeconds(20), () -> bob.count("INBOX", "outage") >= 10))
                    .isTrue();
            assertThat(alice.count("INBOX", "outage")).isEqualTo(20);
            assertThat(bob.count("INBOX", "outage")).isEqualTo(10);
        }
        assertThat(stack.sent()).isEmpty();
    }

    private static void sendWhile(AtomicBoolean go, List<String> accepted) {
        while (go.get()) {
            try (Session client = Smtp.stranger(stack)) {
                if (client.ask("MAIL FROM:<x@outside.test>").startsWith("250")
                        && client.ask("RCPT TO:<bob@example.test>").startsWith("250")) {
                    String word = Smtp.word();
                    if (Smtp.data(client, Smtp.mail("load " + word)).startsWith("250")) {
                        accepted.add(word);
                    }
                }
            }
        }
    }

    private static String pop3Login() {
        try (Session pop3 = Session.tls(stack.port(Port.POP3S))) {
            pop3.readLine();
            pop3.send("USER alice@example.test").readLine();
            return pop3.send("PASS " + Stack.PASSWORD).readLine();
        }
    }
}

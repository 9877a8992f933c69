// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posthorn.it.loss.Inbox;
import org.posthorn.it.loss.Ledger;
import org.posthorn.it.loss.Ledger.Answer;
import org.posthorn.it.loss.Letter;
import org.posthorn.it.loss.Postmen;
import org.posthorn.it.loss.Tidier;
import org.posthorn.testing.LineClient;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.PosthornServer.Port;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two servers on one database serve the same mailboxes at once. */
class TwoServersIT {

    private static final Logger LOGGER = LoggerFactory.getLogger(TwoServersIT.class);

    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long NEWS_MILLIS = 2000;

    private static Stack stack;
    private static final PosthornServer SECOND = new PosthornServer();

    @BeforeAll
    static void start() {
        stack = Stack.own();
        SECOND.database(stack.mariaDb(), stack.database())
                .set("POSTHORN_RETRY_DELAYS", "1s")
                .up();
    }

    @AfterAll
    static void stop() {
        SECOND.close();
        stack.close();
    }

    @Test
    void aThousandMailsFromBothSidesAreThereOnceWhileClientsFlagAndExpungeOnBoth() throws Exception {
        Ledger ledger = new Ledger();
        List<Tidier> tidiers = List.of(
                new Tidier(() -> inbox(stack.posthorn()), 0), new Tidier(() -> inbox(SECOND), 1),
                new Tidier(() -> inbox(stack.posthorn()), 2), new Tidier(() -> inbox(SECOND), 3));
        List<CompletableFuture<Void>> tidying =
                tidiers.stream().map(CompletableFuture::runAsync).toList();
        try (Postmen here = Postmen.start(3, 500, round(stack.posthorn()), ledger, "here", 1);
                Postmen there = Postmen.start(3, 500, round(SECOND), ledger, "there", 2)) {
            here.await();
            there.await();
        }
        assertThat(ledger.count(Answer.ACKNOWLEDGED)).isEqualTo(1000);
        Map<Long, String> all = new HashMap<>();
        assertThat(Poll.until(PATIENCE, () -> delivered(tidiers) >= 1000))
                .as("%s of 1000 arrived", delivered(tidiers))
                .isTrue();
        tidiers.forEach(Tidier::stop);
        for (CompletableFuture<Void> one : tidying) {
            one.get(1, TimeUnit.MINUTES);
        }

        Map<Long, String> expunged = new HashMap<>();
        tidiers.forEach(tidier -> expunged.putAll(tidier.expunged()));
        Map<Long, String> left = letters(stack.posthorn());
        assertThat(letters(SECOND)).isEqualTo(left);
        all.putAll(expunged);
        all.putAll(left);
        assertThat(expunged).isNotEmpty();
        assertThat(left.keySet()).doesNotContainAnyElementsOf(expunged.keySet());
        assertThat(all).hasSize(1000);
        assertThat(new HashSet<>(all.values())).isEqualTo(ledger.entries().keySet());
        tidiers.forEach(tidier -> assertThat(all).containsAllEntriesOf(tidier.seen()));
        assertFlagsAgree(tidiers);
        assertUsageIsExact();
    }

    @Test
    void newsOfADeliveryOnOneServerReachIdleOnTheOtherWithinTwoSeconds() throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            millis.add(millisToNews(stack.posthorn(), SECOND));
            millis.add(millisToNews(SECOND, stack.posthorn()));
        }
        LOGGER.info("two-servers news-after-ms={}", millis);
        // a machine that is busy with something else may delay some of them
        assertThat(millis).anyMatch(one -> one <= NEWS_MILLIS);
    }

    @Test
    void whatOneServerExpungesTheOtherTellsItsClients() throws Exception {
        try (Inbox here = Inbox.open(stack.port(Port.IMAPS), "carol@example.test", Stack.PASSWORD);
                Inbox there = Inbox.open(SECOND.port(Port.IMAPS), "carol@example.test", Stack.PASSWORD)) {
            Smtp.deliver(stack, "carol@example.test", Smtp.word());
            assertThat(Poll.until(PATIENCE, () -> hasCome(there, " EXISTS"))).isTrue();
            assertThat(here.count()).isEqualTo(1);
            here.command("NOOP");
            here.command("STORE 1 +FLAGS.SILENT (\\Flagged)");
            assertThat(Poll.until(PATIENCE, () -> hasCome(there, "\\Flagged"))).isTrue();
            here.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
            here.command("EXPUNGE");
            assertThat(Poll.until(PATIENCE, () -> hasCome(there, "* 1 EXPUNGE")))
                    .isTrue();
        }
    }

    private static boolean hasCome(Inbox inbox, String news) {
        return inbox.command("NOOP").stream().anyMatch(line -> line.contains(news));
    }

    /** From the server's 250 to the untagged EXISTS at the other server. */
    private static long millisToNews(PosthornServer from, PosthornServer to) throws Exception {
        try (LineClient idle = LineClient.tls(to.port(Port.IMAPS));
                Session smtp = Session.plain(from.port(Port.SMTP))) {
            idle.expect("* OK");
            idle.send("a LOGIN " + BOB + " " + Stack.PASSWORD).until("a OK");
            idle.send("b SELECT INBOX").until("b OK");
            idle.send("c IDLE").until("+");
            smtp.reply();
            smtp.ask("EHLO client.outside.test");
            smtp.ask("MAIL FROM:<x@outside.test>");
            smtp.ask("RCPT TO:<" + BOB + ">");
            assertThat(Smtp.data(smtp, Smtp.mail("news " + Smtp.word()))).startsWith("250");
            long accepted = System.nanoTime();
            String line = idle.expect("* ");
            while (!line.endsWith(" EXISTS")) {
                line = idle.expect("* ");
            }
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - accepted);
        }
    }

    private static Postmen.Round round(PosthornServer server) {
        return new Postmen.Round(server.port(Port.SMTP), Map.of(ALICE, Set.of(ALICE)), 1000, 20_000, 10);
    }

    private static Inbox inbox(PosthornServer server) {
        return Inbox.open(server.port(Port.IMAPS), ALICE, Stack.PASSWORD);
    }

    private static long delivered(List<Tidier> tidiers) {
        long gone =
                tidiers.stream().mapToLong(tidier -> tidier.expunged().size()).sum();
        try (Inbox inbox = inbox(SECOND)) {
            return gone + inbox.count();
        }
    }

    private static Map<Long, String> letters(PosthornServer server) {
        Map<Long, String> letters = new HashMap<>();
        try (Inbox inbox = inbox(server)) {
            inbox.read(inbox.uids(), (uid, stored) -> {
                Letter.Reading reading = Letter.read(stored.bytes()).orElseThrow();
                assertThat(reading.whole()).as(reading.id()).isTrue();
                letters.put(uid, reading.id());
            });
        }
        return letters;
    }

    /** Each tidier gives its letters a keyword of its own, so that every one must still be there. */
    private static void assertFlagsAgree(List<Tidier> tidiers) {
        try (Inbox here = inbox(stack.posthorn());
                Inbox there = inbox(SECOND)) {
            List<String> flags = here.command("UID FETCH 1:* (FLAGS)");
            assertThat(there.command("UID FETCH 1:* (FLAGS)").stream()
                            .filter(line -> line.contains("FETCH"))
                            .sorted())
                    .isEqualTo(flags.stream()
                            .filter(line -> line.contains("FETCH"))
                            .sorted()
                            .toList());
            for (Tidier tidier : tidiers) {
                Set<Long> kept = new HashSet<>(uids(flags, ""));
                kept.retainAll(tidier.flagged());
                assertThat(kept).isNotEmpty();
                assertThat(uids(flags, tidier.keyword())).containsAll(kept);
            }
        }
    }

    /** The UIDs in these answers to FETCH that hold a word. */
    private static List<Long> uids(List<String> answers, String word) {
        return answers.stream()
                .filter(line -> line.startsWith("* ") && line.contains(" FETCH ") && line.contains(word))
                .map(line -> Long.parseLong(line.replaceAll(".*UID ([0-9]+).*", "$1")))
                .toList();
    }

    private static void assertUsageIsExact() throws SQLException {
        long bytes = 0;
        long messages = 0;
        try (Inbox inbox = inbox(SECOND)) {
            for (String line : inbox.command("UID FETCH 1:* (RFC822.SIZE)")) {
                int size = line.indexOf("RFC822.SIZE ");
                if (size >= 0) {
                    bytes += Long.parseLong(
                            line.substring(size + "RFC822.SIZE ".length()).replaceAll("[^0-9].*", ""));
                    messages++;
                }
            }
        }
        try (Connection connection = stack.mariaDb().connect(stack.database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(String.format(
                        Locale.ROOT, "SELECT bytes, messages FROM quota2 WHERE username = '%s'", ALICE))) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong("bytes")).isEqualTo(bytes);
            assertThat(row.getLong("messages")).isEqualTo(messages);
        }
    }
}

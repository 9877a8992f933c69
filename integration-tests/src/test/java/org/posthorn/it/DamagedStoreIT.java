// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer.Port;

/** What is missing or damaged, in the database or in the journal, costs the mail that it is of, and no other one. */
class DamagedStoreIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ALICE = "alice@example.test";

    /** In the contents of Alice's mails in the order of their UIDs; the ninth and later ones stay whole. */
    private static final List<String> DAMAGE = List.of(
            "DELETE FROM posthorn_body WHERE part = 1 AND content_id = ",
            "DELETE FROM posthorn_body WHERE content_id = ",
            "UPDATE posthorn_body SET data = SUBSTRING(data, 1, 1000) WHERE part = 0 AND content_id = ",
            "UPDATE posthorn_content SET header = SUBSTRING(header, 1, 10) WHERE id = ",
            "UPDATE posthorn_content SET header = '' WHERE id = ",
            "UPDATE posthorn_content SET structure = 'x' WHERE id = ",
            "UPDATE posthorn_content SET structure = '' WHERE id = ",
            "DELETE FROM posthorn_content WHERE id = ");

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
    void aDamagedMessageIsLeftOutWithALineInTheLogAndAllElseIsRead() {
        String big = RawMail.ofSize(1_200_000);
        try (Imap alice = Imap.login(stack, ALICE)) {
            for (int uid = 1; uid <= 10; uid++) {
                assertThat(alice.append("INBOX", "Subject: mail" + uid + "\r\n" + (uid == 4 ? "\r\nshort\r\n" : big)))
                        .startsWith("t1 OK");
            }
            for (int i = 0; i < DAMAGE.size(); i++) {
                stack.sql("SET @content = (SELECT m.content_id FROM posthorn.posthorn_message m JOIN"
                        + " posthorn.posthorn_folder f ON f.id = m.folder_id WHERE f.owner = '" + ALICE
                        + "' AND f.name = 'INBOX' AND m.uid = " + (i + 1) + ");"
                        + DAMAGE.get(i).replace("posthorn_", "posthorn.posthorn_") + "@content");
            }
            alice.command("SELECT INBOX");
            for (String item : List.of(
                    "BODY.PEEK[]", "BODY.PEEK[TEXT]", "BODY.PEEK[]<0.100>", "ENVELOPE", "BODYSTRUCTURE", "RFC822")) {
                List<String> answer = alice.command("UID FETCH 1:* (UID " + item + ")");
                assertThat(Imap.last(answer)).as(item).startsWith("t1 OK");
                assertThat(uids(answer)).as(item).contains(9, 10);
                if (item.startsWith("BODY.PEEK[") || item.equals("RFC822")) {
                    assertThat(uids(answer)).as(item).containsExactly(9, 10);
                }
            }
            assertThat(uids(alice.command("UID FETCH 1:* (UID FLAGS RFC822.SIZE)")))
                    .hasSize(10);
            for (String criteria : List.of("ALL", "TEXT 0123456789", "NOT BODY nowhere", "SUBJECT mail", "LARGER 9")) {
                List<String> answer = alice.command("UID SEARCH " + criteria);
                assertThat(Imap.last(answer)).as(criteria).startsWith("t1 OK");
                assertThat(answer.get(0)).as(criteria).contains(" 9 10");
            }
            assertThat(Imap.last(alice.command("UID STORE 1:* +FLAGS (\\Flagged)")))
                    .startsWith("t1 OK");
            assertThat(Imap.last(alice.command("UID COPY 9:10 Drafts"))).startsWith("t1 OK");
        }
        assertPop3ReadsTheWholeOnes();
        String word = Smtp.word();
        Smtp.deliver(stack, ALICE, word);
        try (Imap alice = Imap.login(stack, ALICE)) {
            alice.await("INBOX", word);
            assertThat(Imap.last(alice.command("UID STORE 1:8 +FLAGS (\\Deleted)")))
                    .startsWith("t1 OK");
            assertThat(Imap.last(alice.command("EXPUNGE"))).startsWith("t1 OK");
        }
        assertThat(stack.posthorn().log()).contains("is damaged: bytes are missing");
    }

    /** The server cannot know it before it has begun to send. */
    @Test
    void aMessageThatBecomesUnreadableWhileItIsSentEndsTheConnectionAndNotTheClientsPatience() {
        String user = "erin@second.test";
        try (Imap erin = Imap.login(stack, user)) {
            erin.append("INBOX", "Subject: whole\r\n" + RawMail.ofSize(1_200_000));
            erin.command("SELECT INBOX");
            assertThat(uids(erin.command("UID FETCH 1 (UID BODY.PEEK[])"))).containsExactly(1);
        }
        stack.sql("UPDATE posthorn.posthorn_body SET data = '' WHERE part = 1");
        try (Session client = Session.tls(stack.port(Port.IMAPS))) {
            client.readLine();
            client.imap("LOGIN " + user + " " + Stack.PASSWORD);
            client.imap("SELECT INBOX");
            client.send("t1 UID FETCH 1 BODY.PEEK[]").send("t2 NOOP");
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(stack.posthorn().log())
                .containsPattern(
                        "ERROR .*check=content service=imap client=127.0.0.1 result=closed cause=\"the body of");
    }

    @Test
    void aDamagedJournalCostsTheMailsThatItIsDamagedIn() throws IOException {
        List<String> words = mailsThatWait(4);
        assertThat(stack.posthorn().run("", "down").exitCode()).isZero();
        Path segment = segmentWith(words.get(1));
        String bytes = Files.readString(segment, StandardCharsets.ISO_8859_1);
        String damaged = bytes.replace(words.get(1), "Z".repeat(words.get(1).length()));
        Files.writeString(
                segment, damaged.substring(0, damaged.indexOf(words.get(3)) + 5), StandardCharsets.ISO_8859_1);
        stack.mariaDb().start();
        stack.posthorn().up();

        String behind = Smtp.word();
        Smtp.deliver(stack, "bob@example.test", behind);
        try (Imap bob = Imap.login(stack, "bob@example.test")) {
            for (String word : List.of(behind, words.get(0), words.get(2))) {
                bob.await("INBOX", word);
            }
            assertThat(bob.count("INBOX", words.get(1))).isZero();
            assertThat(bob.count("INBOX", words.get(3))).isZero();
        }
        assertQueueIsEmpty();
        assertThat(stack.posthorn().log())
                .containsPattern("ERROR .*spool .*damaged")
                .containsPattern("WARN .*spool .*torn-end-cut");

        withoutItsSegmentsTheServerBeginsAnew();
    }

    private static void withoutItsSegmentsTheServerBeginsAnew() throws IOException {
        assertThat(stack.posthorn().run("", "down").exitCode()).isZero();
        for (Path each : segments()) {
            Files.delete(each);
        }
        stack.posthorn().up();
        String word = Smtp.word();
        Smtp.deliver(stack, "bob@example.test", word);
        try (Imap bob = Imap.login(stack, "bob@example.test")) {
            bob.await("INBOX", word);
        }
        assertQueueIsEmpty();
    }

    /** Mails to Bob, accepted while the database is down, which it still is when this returns. */
    private static List<String> mailsThatWait(int count) {
        List<String> words = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Session client = Smtp.withSender(stack);
            assertThat(client.ask("RCPT TO:<bob@example.test>")).startsWith("250");
            assertThat(client.ask("DATA")).startsWith("354");
            sessions.add(client);
        }
        stack.mariaDb().stop();
        for (Session client : sessions) {
            words.add(Smtp.word());
            String mail = Smtp.mail(words.get(words.size() - 1)) + "text\r\n".repeat(500);
            assertThat(client.sendRaw(mail).ask(".")).startsWith("250 2.0.0");
            client.close();
        }
        return words;
    }

    private static void assertQueueIsEmpty() {
        assertThat(Poll.until(
                        PATIENCE,
                        () -> stack.posthorn().run("", "queue", "list").output().contains("the queues are empty")))
                .isTrue();
    }

    private static List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(stack.posthorn().home().resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    private static Path segmentWith(String word) throws IOException {
        for (Path segment : segments()) {
            if (Files.readString(segment, StandardCharsets.ISO_8859_1).contains(word)) {
                return segment;
            }
        }
        throw new AssertionError("no segment holds " + word);
    }

    private static void assertPop3ReadsTheWholeOnes() {
        try (Session pop3 = Session.tls(stack.port(Port.POP3S))) {
            pop3.readLine();
            pop3.send("USER " + ALICE).readLine();
            assertThat(pop3.send("PASS " + Stack.PASSWORD).readLine()).startsWith("+OK");
            for (int number = 1; number <= 8; number++) {
                assertThat(pop3.send("RETR " + number).readLine())
                        .as("mail %s", number)
                        .startsWith("-ERR");
            }
            for (int number = 9; number <= 10; number++) {
                assertThat(pop3.send("RETR " + number).readLine()).startsWith("+OK");
                pop3.readUntilLine(".");
            }
        }
    }

    private static List<Integer> uids(List<String> answer) {
        return answer.stream()
                .filter(line -> line.matches("\\* \\d+ FETCH .*"))
                .map(line -> Integer.valueOf(line.replaceAll("\\* (\\d+) FETCH .*", "$1")))
                .toList();
    }
}

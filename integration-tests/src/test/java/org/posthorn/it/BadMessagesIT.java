// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posthorn.it.loss.Inbox;
import org.posthorn.it.loss.Inbox.Stored;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer.Port;

/** Mail of every kind is stored as it came and can be read and searched; none keeps another one back. */
class BadMessagesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ALICE = "alice@example.test";
    private static final List<String> ITEMS = List.of(
            "ENVELOPE",
            "BODYSTRUCTURE",
            "BODY",
            "BODY.PEEK[HEADER]",
            "BODY.PEEK[TEXT]",
            "BODY.PEEK[1]",
            "BODY.PEEK[1.MIME]",
            "BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)]",
            "BODY.PEEK[]<10.100>",
            "(FLAGS INTERNALDATE)");
    private static final List<String> SEARCHES = List.of(
            "TEXT nowhere", "NOT BODY nowhere", "SUBJECT nowhere", "FROM nowhere", "SENTSINCE 1-Jan-2020", "LARGER 1");

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.own(MariaDbFlavour.EMBEDDED, Map.of("POSTHORN_MESSAGE_SIZE_LIMIT", "40000000"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void badMailsAreReadAsTheyWereSentAndGoodOnesBetweenThemToo() {
        List<String> sent = new ArrayList<>();
        try (Session stranger = Smtp.stranger(stack);
                Session bob = Smtp.user(stack, "bob@example.test");
                Imap alice = Imap.login(stack, ALICE)) {
            RawMail.bad().forEach((what, mail) -> {
                sent.add(word(mail));
                assertThat(send(stranger, "x@outside.test", sent.get(sent.size() - 1)))
                        .as(what)
                        .startsWith("250 2.0.0");
                sent.add(word(mail));
                assertThat(send(bob, "bob@example.test", sent.get(sent.size() - 1)))
                        .as(what)
                        .startsWith("250 2.0.0");
                sent.add(word(mail));
                assertThat(alice.append("INBOX", sent.get(sent.size() - 1)))
                        .as(what)
                        .startsWith("t1 OK");
                sent.add(word(Smtp.mail("good")));
                assertThat(send(stranger, "x@outside.test", sent.get(sent.size() - 1)))
                        .startsWith("250 2.0.0");
            });
        }

        assertAllAreThere(sent);
        try (Imap alice = Imap.login(stack, ALICE)) {
            alice.command("SELECT INBOX");
            for (String item : ITEMS) {
                List<String> answer = alice.command("UID FETCH 1:* " + item);
                assertThat(Imap.last(answer)).as(item).startsWith("t1 OK");
                assertThat(answer.stream()
                                .filter(line -> line.matches("\\* \\d+ FETCH .*"))
                                .count())
                        .as(item)
                        .isEqualTo(sent.size());
            }
            for (String criteria : SEARCHES) {
                assertThat(Imap.last(alice.command("UID SEARCH " + criteria)))
                        .as(criteria)
                        .startsWith("t1 OK");
            }
        }
        assertPop3GivesAll(sent.size());
        assertThat(stack.posthorn().run("", "queue", "list").output()).contains("the queues are empty");
        assertThat(stack.posthorn().log().lines().filter(line -> line.matches("\\S+ (WARN|ERROR) .*")))
                .isEmpty();
    }

    /** With the heap that the server is shipped with. */
    @Test
    void mailsOf25MegabytesOverSeveralSessionsAtOnceKeepNobodyWaiting() throws Exception {
        String big = RawMail.ofSize(25 * 1024 * 1024);
        ExecutorService sessions = Executors.newFixedThreadPool(6);
        try {
            List<Future<String>> answers = new ArrayList<>();
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String mail = word(big);
                sent.add(mail);
                answers.add(sessions.submit(bySeveralWays(i, mail)));
            }
            String word = Smtp.word();
            Smtp.deliver(stack, "erin@second.test", word);
            try (Imap erin = Imap.login(stack, "erin@second.test")) {
                erin.await("INBOX", word);
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).matches("250 2.0.0 .*|t1 OK .*");
            }
            assertAllAreThere("postmaster@example.test", sent);
        } finally {
            sessions.shutdownNow();
        }
        assertThat(stack.posthorn().log()).doesNotContain("OutOfMemory");
    }

    private static Callable<String> bySeveralWays(int number, String mail) {
        String postmaster = "postmaster@example.test";
        return () -> {
            if (number % 3 == 0) {
                try (Imap imap = Imap.login(stack, postmaster)) {
                    return imap.append("INBOX", mail);
                }
            }
            boolean stranger = number % 3 == 1;
            try (Session client = stranger ? Smtp.stranger(stack) : Smtp.user(stack, "bob@example.test")) {
                return send(client, stranger ? "x@outside.test" : "bob@example.test", postmaster, mail);
            }
        };
    }

    /** The accounts have had mail before: the first one also makes an account's folders, which takes ten times as long. */
    @Test
    void aMailTo1000RecipientsReachesEachOnceAndOneMoreIsForTheNextMail() {
        stack.sql("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, quota, active) SELECT"
                + " CONCAT('r', a.n * 100 + b.n * 10 + c.n, '@second.test'), m.password, '', '', '', 'second.test', 0, 1"
                + " FROM mailbox m, " + digits("a") + ", " + digits("b") + ", " + digits("c")
                + " WHERE m.username = '" + ALICE + "'");
        stack.sql("INSERT INTO alias (address, goto, domain, active) SELECT username, username, 'second.test', 1"
                + " FROM mailbox WHERE username LIKE 'r%@second.test'");
        stack.sql("INSERT INTO posthorn.posthorn_folder (owner, namespace, name, uid_validity)"
                + " SELECT username, '#private', 'INBOX', 1 FROM mailbox WHERE username LIKE 'r%@second.test'");
        String word = Smtp.word();
        String queued;
        try (Session client = Smtp.withSender(stack)) {
            for (int i = 0; i < 1000; i++) {
                assertThat(client.ask("RCPT TO:<r" + i + "@second.test>")).startsWith("250");
            }
            assertThat(client.ask("RCPT TO:<erin@second.test>")).startsWith("452 4.5.3");
            queued = Smtp.data(client, Smtp.mail(word));
        }
        assertThat(queued).startsWith("250 2.0.0");
        Smtp.deliver(stack, "erin@second.test", "behind " + word);
        try (Imap erin = Imap.login(stack, "erin@second.test")) {
            erin.await("INBOX", word);
        }

        String stored = "mail=" + queued.substring(queued.lastIndexOf(' ') + 1) + " to=<r";
        assertThat(Poll.until(PATIENCE, () -> lines(stored).count() >= 1000))
                .as("%s stored", lines(stored).count())
                .isTrue();
        assertThat(lines(stored).map(line -> line.replaceAll(".* to=<(r\\d+)@.*", "$1")))
                .doesNotHaveDuplicates()
                .hasSize(1000);
        for (String user : List.of("r0@second.test", "r500@second.test", "r999@second.test")) {
            try (Imap imap = Imap.login(stack, user)) {
                assertThat(imap.count("INBOX", word)).isEqualTo(1);
            }
        }
    }

    private static Stream<String> lines(String part) {
        return stack.posthorn().log().lines().filter(line -> line.contains(part) && line.contains(" result=stored"));
    }

    private static String digits(String name) {
        return "(SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5"
                + " UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) " + name;
    }

    private static String word(String mail) {
        return "X-Word: " + Smtp.word() + "\r\n" + mail;
    }

    private static String send(Session client, String sender, String mail) {
        return send(client, sender, ALICE, mail);
    }

    private static String send(Session client, String sender, String recipient, String mail) {
        client.ask("MAIL FROM:<" + sender + ">");
        client.ask("RCPT TO:<" + recipient + ">");
        return Smtp.data(client, mail.replace("\r\n.", "\r\n.."));
    }

    private static void assertAllAreThere(List<String> mails) {
        assertAllAreThere(ALICE, mails);
    }

    /** Each is there once, whole, behind what the server put on top, and as long as the server says. */
    private static void assertAllAreThere(String user, List<String> mails) {
        Map<String, String> missing = mails.stream().collect(Collectors.toMap(BadMessagesIT::firstLine, mail -> mail));
        try (Inbox inbox = Inbox.open(stack.port(Port.IMAPS), user, Stack.PASSWORD)) {
            assertThat(Poll.until(PATIENCE, () -> inbox.count() >= mails.size()))
                    .as("%s of %s", inbox.count(), mails.size())
                    .isTrue();
            inbox.command("SELECT INBOX");
            inbox.read(inbox.uids(), (uid, stored) -> {
                assertThat(stored.statedSize()).isEqualTo(stored.bytes().length());
                assertThat(missing.remove(line(stored)))
                        .as("message %s", uid)
                        .matches(mail -> mail != null && stored.bytes().endsWith(mail));
            });
        }
        assertThat(missing.keySet()).isEmpty();
    }

    private static String firstLine(String mail) {
        return mail.substring(0, mail.indexOf("\r\n"));
    }

    private static String line(Stored stored) {
        int start = stored.bytes().indexOf("X-Word: ");
        return stored.bytes().substring(start, stored.bytes().indexOf("\r\n", start));
    }

    private static void assertPop3GivesAll(int count) {
        try (Session pop3 = Session.tls(stack.port(Port.POP3S))) {
            pop3.readLine();
            pop3.send("USER " + ALICE).readLine();
            assertThat(pop3.send("PASS " + Stack.PASSWORD).readLine()).startsWith("+OK");
            for (int number = 1; number <= count; number++) {
                pop3.send("RETR " + number);
                assertThat(pop3.readLine()).startsWith("+OK");
                String text = String.join("\r\n", pop3.readUntilLine("."));
                assertThat(text).contains("X-Word: ");
            }
            assertThat(pop3.send("QUIT").readLine()).startsWith("+OK");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.LineClient;
import org.posthorn.imap.MailAccessServer;
import org.posthorn.postfixadmin.Service;

class Pop3Test {

    private static final String FAILED = "-ERR [AUTH] Authentication failed.";

    private MailAccessServer server;
    private LineClient client;

    @BeforeEach
    void start() throws Exception {
        server = MailAccessServer.start();
        server.accounts().with("alice@example.test", "secret").with("bob@example.test", "wörd  two");
        client = LineClient.greeted(server.pop3Port());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private String reply(String command) {
        return client.send(command + "\r\n").line();
    }

    private List<String> lines(String command) {
        List<String> lines = client.send(command + "\r\n").until(".");
        assertThat(lines).last().isEqualTo(".");
        return lines;
    }

    private void logIn() {
        assertThat(reply("USER alice@example.test")).isEqualTo("+OK");
        assertThat(reply("PASS secret")).startsWith("+OK");
    }

    private void deliver(String folder, String message) throws Exception {
        MailboxSession session = server.mailboxes().createSystemSession(Username.of("alice@example.test"));
        MailboxPath path = MailboxPath.forUser(session.getUser(), folder);
        if (Boolean.FALSE.equals(
                reactor.core.publisher.Mono.from(server.mailboxes().mailboxExists(path, session))
                        .block())) {
            server.mailboxes().createMailbox(path, session);
        }
        server.mailboxes()
                .getMailbox(path, session)
                .appendMessage(AppendCommand.builder().build(message), session);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void capabilitiesAreTheSameBeforeAndAfterLogin() {
        List<String> before = lines("CAPA");
        assertThat(before)
                .contains("TOP", "UIDL", "USER", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING", "SASL PLAIN")
                .doesNotContain("STLS");
        logIn();
        assertThat(lines("CAPA")).isEqualTo(before);
    }

    @Test
    void stlsIsUnknown() {
        assertThat(reply("STLS")).startsWith("-ERR");
        assertThat(reply("USER alice@example.test")).isEqualTo("+OK");
    }

    @Test
    void mailIsListedReadAndDeleted() throws Exception {
        deliver("INBOX", "Subject: one\r\n\r\n.first\r\n");
        deliver("INBOX", "Subject: two\r\n\r\nsecond\r\n");
        deliver("Junk", "Subject: spam\r\n\r\nno\r\n");
        logIn();
        assertThat(reply("STAT")).matches("\\+OK 2 \\d+");
        assertThat(lines("UIDL")).hasSize(4).element(1).asString().matches("1 00000001[0-9a-f]{8}");
        assertThat(reply("UIDL 2")).matches("\\+OK 2 00000002[0-9a-f]{8}");
        assertThat(lines("TOP 1 0")).contains("Subject: one").doesNotContain("..first");
        assertThat(client.send("RETR 1\r\n").until("..")).contains("Subject: one", "..first");
        assertThat(client.until(".")).hasSize(1);
        assertThat(reply("DELE 1")).startsWith("+OK");
        assertThat(reply("QUIT")).startsWith("+OK");

        client = LineClient.greeted(server.pop3Port());
        logIn();
        assertThat(reply("STAT")).startsWith("+OK 1 ");
    }

    @Test
    void aFirstLoginFindsAnEmptyInbox() {
        logIn();
        assertThat(reply("STAT")).isEqualTo("+OK 0 0");
    }

    @Test
    void aWholePipelinedSessionIsAnsweredInOrder() {
        client.send("USER alice@example.test\r\nPASS secret\r\nSTAT\r\nNOOP\r\nQUIT\r\n");
        assertThat(client.rest().split("\r\n")).hasSize(5).allMatch(line -> line.startsWith("+OK"));
    }

    @Test
    void saslPlainWithAndWithoutInitialResponse() {
        String response = base64("\0alice@example.test\0secret");
        assertThat(reply("AUTH PLAIN " + response)).startsWith("+OK");
        try (LineClient other = LineClient.greeted(server.pop3Port())) {
            assertThat(other.send("AUTH PLAIN\r\n").line()).isEqualTo("+ ");
            assertThat(other.send(response + "\r\n").line()).startsWith("+OK");
            assertThat(other.send("STAT\r\n").line()).startsWith("+OK");
        }
    }

    @Test
    void aSaslExchangeCanBeCancelledAndIsRefusedWhenMalformed() {
        assertThat(reply("AUTH PLAIN")).isEqualTo("+ ");
        assertThat(reply("*")).startsWith("-ERR");
        assertThat(reply("AUTH PLAIN !!!")).startsWith("-ERR");
        assertThat(reply("AUTH CRAM-MD5")).startsWith("-ERR");
        assertThat(lines("AUTH")).contains("PLAIN");
        logIn();
    }

    @Test
    void aPasswordMayHoldSpacesAndUmlauts() {
        assertThat(reply("USER bob@example.test")).isEqualTo("+OK");
        client.send("PASS wörd  two\r\n".getBytes(UTF_8));
        assertThat(client.line()).startsWith("+OK");
    }

    @Test
    void wrongLoginsAreRefusedAfterTwoSecondsAndHoldNobodyElseUp() {
        List<String> logins = List.of(
                "USER alice@example.test\r\nPASS wrong\r\n",
                "USER nobody@example.test\r\nPASS secret\r\n",
                "USER alice\r\nPASS secret\r\n",
                "USER a@b@c\r\nPASS secret\r\n",
                "USER " + "x".repeat(7000) + "\r\nPASS secret\r\n",
                "USER al\0ice@example.test\r\nPASS secret\r\n",
                "USER ' OR 1=1 --\r\nPASS ' OR 1=1 --\r\n");
        long start = System.nanoTime();
        List<LineClient> clients = logins.stream()
                .map(login -> LineClient.greeted(server.pop3Port()).send(login))
                .toList();
        logIn();
        assertThat(reply("STAT")).startsWith("+OK");
        for (int number = 0; number < clients.size(); number++) {
            assertThat(clients.get(number).line()).as(logins.get(number)).isEqualTo("+OK");
            assertThat(clients.get(number).line()).as(logins.get(number)).isEqualTo(FAILED);
            clients.get(number).close();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(1900));
    }

    @Test
    void theThirdRefusalEndsTheConnectionAndGuessingInOnePacketIsNoFaster() {
        long start = System.nanoTime();
        client.send("USER x@example.test\r\nPASS y\r\n".repeat(5));
        assertThat(client.rest().split("\r\n")).containsExactly("+OK", FAILED, "+OK", FAILED, "+OK", FAILED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(5900));
        assertThat(server.accounts().asked()).hasSize(3);
    }

    @Test
    void whileTheDatabaseIsDownLoginsFailForNowAndAfterwardsWork() {
        server.accounts().goDown();
        assertThat(reply("USER alice@example.test")).isEqualTo("+OK");
        assertThat(reply("PASS secret")).startsWith("-ERR [SYS/TEMP]");
        assertThat(reply("AUTH PLAIN " + base64("\0alice@example.test\0secret")))
                .startsWith("-ERR [SYS/TEMP]");
        server.accounts().comeBack();
        logIn();
    }

    @Test
    void anAccountThatMayNotUsePop3IsRefused() {
        server.accounts().serveOnly(Service.IMAP);
        assertThat(reply("USER alice@example.test")).isEqualTo("+OK");
        assertThat(reply("PASS secret")).isEqualTo(FAILED);
    }

    @Test
    void commandsOutOfOrderAreRefused() {
        assertThat(reply("PASS secret")).startsWith("-ERR");
        assertThat(reply("STAT")).startsWith("-ERR");
        assertThat(reply("USER")).startsWith("-ERR");
        assertThat(reply("FROBNICATE")).startsWith("-ERR");
        logIn();
        assertThat(reply("USER bob@example.test")).startsWith("-ERR");
    }

    @Test
    void anEndlessLineIsRefused() {
        client.send("USER " + "x".repeat(20_000) + "\r\n");
        assertThat(client.line()).startsWith("-ERR");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.Service;

class ImapLoginTest {

    private static final String FAILED = " NO [AUTHENTICATIONFAILED] Authentication failed.";

    private MailAccessServer server;
    private LineClient client;

    @BeforeEach
    void start() throws Exception {
        server = MailAccessServer.start();
        server.accounts().with("alice@example.test", "secret").with("bob@example.test", "pass \"wörd\" \\ (x)");
        client = LineClient.greeted(server.imapPort());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void beforeLoginTheCapabilitiesNameTheMechanisms() {
        assertThat(client.replies("c CAPABILITY").get(0))
                .contains("AUTH=PLAIN", "AUTH=LOGIN", "SASL-IR", "IDLE")
                .doesNotContain("LITERAL+", "LOGINDISABLED", "STARTTLS", "COMPRESS");
    }

    @Test
    void loginOpensTheSessionOfTheCanonicalName() throws Exception {
        assertThat(client.reply("a LOGIN \"Alice@Example.TEST\" secret")).startsWith("a OK");
        assertThat(client.append("b", "INBOX", "Subject: x\r\n\r\n")).startsWith("b OK");
        try (LineClient other = LineClient.greeted(server.imapPort())) {
            assertThat(other.reply("a LOGIN alice@example.test secret")).startsWith("a OK");
            assertThat(other.replies("b STATUS INBOX (MESSAGES)")).anyMatch(line -> line.contains("MESSAGES 1"));
        }
    }

    @Test
    void nameAndPasswordMayBeLiterals() {
        client.send("a LOGIN {18}\r\n");
        assertThat(client.line()).startsWith("+ ");
        client.send("alice@example.test {6}\r\n");
        assertThat(client.line()).startsWith("+ ");
        assertThat(client.send("secret\r\n").line()).startsWith("a OK");
    }

    @Test
    void aPasswordMayHoldQuotesSpacesAndUmlauts() {
        byte[] login = "a LOGIN bob@example.test \"pass \\\"wörd\\\" \\\\ (x)\"\r\n".getBytes(UTF_8);
        assertThat(client.send(login).line()).startsWith("a OK");
    }

    @Test
    void plainWithInitialResponse() {
        assertThat(client.reply("a AUTHENTICATE PLAIN " + base64("\0alice@example.test\0secret")))
                .startsWith("a OK");
        assertThat(client.reply("b SELECT INBOX")).startsWith("b OK");
    }

    @Test
    void plainWithoutInitialResponse() {
        client.send("a AUTHENTICATE PLAIN\r\n");
        assertThat(client.line()).isEqualTo("+ ");
        assertThat(client.send(base64("\0alice@example.test\0secret") + "\r\n").line())
                .startsWith("a OK");
        assertThat(client.reply("b SELECT INBOX")).startsWith("b OK");
    }

    @Test
    void plainPipelinedWithItsResponseAndTheNextCommand() {
        client.send("a AUTHENTICATE PLAIN\r\n" + base64("\0alice@example.test\0secret") + "\r\nb SELECT INBOX\r\n");
        assertThat(client.until("b "))
                .anyMatch(line -> line.startsWith("a OK"))
                .last()
                .asString()
                .startsWith("b OK");
    }

    @Test
    void mechanismLoginAsksForNameAndPassword() {
        client.send("a AUTHENTICATE LOGIN\r\n");
        assertThat(client.line()).isEqualTo("+ " + base64("Username:"));
        client.send(base64("alice@example.test") + "\r\n");
        assertThat(client.line()).isEqualTo("+ " + base64("Password:"));
        assertThat(client.send(base64("secret") + "\r\n").line()).startsWith("a OK");
        assertThat(client.reply("b NOOP")).startsWith("b OK");
    }

    @Test
    void anExchangeCanBeCancelledAndIsRefusedWhenMalformed() {
        client.send("a AUTHENTICATE PLAIN\r\n*\r\nb AUTHENTICATE PLAIN !!!\r\nc AUTHENTICATE CRAM-MD5\r\nd NOOP\r\n");
        assertThat(client.until("d "))
                .anyMatch(line -> line.startsWith("a BAD"))
                .anyMatch(line -> line.startsWith("b BAD"))
                .anyMatch(line -> line.startsWith("c NO [CANNOT]"));
    }

    @Test
    void commandsPipelinedAfterLoginWaitForIt() {
        client.send("a LOGIN alice@example.test secret\r\nb SELECT INBOX\r\nc LOGOUT\r\n");
        assertThat(client.rest()).contains("a OK", "b OK", "c OK");
    }

    @Test
    void everyLoginThatCannotBeRightGetsTheSameAnswerAfterTwoSeconds() {
        List<String> attempts = List.of(
                "LOGIN alice@example.test wrong",
                "LOGIN nobody@example.test secret",
                "LOGIN alice secret",
                "LOGIN \"\" \"\"",
                "LOGIN \"a@b@c\" secret",
                "LOGIN \"' OR 1=1 --\" \"' OR 1=1 --\"",
                "LOGIN " + "x".repeat(6000) + "@example.test secret",
                "AUTHENTICATE PLAIN " + base64("\0alice@example.test\0wrong"),
                "AUTHENTICATE PLAIN " + base64("bob@example.test\0alice@example.test\0secret"),
                "AUTHENTICATE PLAIN " + base64("alice@example.test\0secret"),
                "AUTHENTICATE PLAIN " + base64("\0alice@exa\r\nmple.test\0secret"));
        List<LineClient> clients = attempts.stream()
                .map(attempt -> LineClient.greeted(server.imapPort()))
                .toList();
        long start = System.nanoTime();
        for (int number = 0; number < clients.size(); number++) {
            clients.get(number).send("a " + attempts.get(number) + "\r\n");
        }
        for (int number = 0; number < clients.size(); number++) {
            assertThat(clients.get(number).line()).as(attempts.get(number)).isEqualTo("a" + FAILED);
            clients.get(number).close();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(1900));
        assertThat(server.accounts().asked()).noneMatch(name -> name.length() > 255 || name.indexOf('\n') >= 0);
    }

    @Test
    void lineEndsAndNulInLiteralsAreRefusedWithoutAskingTheDatabase() {
        client.send("a LOGIN {6}\r\nal\r\nce {2}\r\nxx\r\n");
        assertThat(client.until("a ")).last().isEqualTo("a" + FAILED);
        client.send("b LOGIN {6}\r\nal\0ice {2}\r\nxx\r\n");
        assertThat(client.until("b ")).last().asString().matches("b (NO|BAD).*");
        assertThat(server.accounts().asked()).isEmpty();
    }

    @Test
    void theThirdRefusalEndsTheConnection() {
        client.send("a LOGIN x@example.test y\r\nb LOGIN x@example.test y\r\nc LOGIN x@example.test y\r\nd NOOP\r\n");
        assertThat(client.rest())
                .contains("a" + FAILED, "b" + FAILED, "c" + FAILED, "* BYE")
                .doesNotContain("d OK");
    }

    @Test
    void anAccountThatMayOnlySendMailIsRefused() {
        server.accounts().serveOnly(Service.SMTP);
        assertThat(client.reply("a LOGIN alice@example.test secret")).isEqualTo("a" + FAILED);
    }

    @Test
    void whileTheDatabaseIsDownLoginsAreUnavailableAndAfterwardsWork() {
        server.accounts().goDown();
        assertThat(client.reply("a LOGIN alice@example.test secret")).startsWith("a NO [UNAVAILABLE]");
        assertThat(client.reply("b AUTHENTICATE PLAIN " + base64("\0alice@example.test\0secret")))
                .startsWith("b NO [UNAVAILABLE]");
        for (int number = 0; number < 5; number++) {
            assertThat(client.reply("c LOGIN alice@example.test wrong")).startsWith("c NO [UNAVAILABLE]");
        }
        server.accounts().comeBack();
        assertThat(client.reply("d LOGIN alice@example.test secret")).startsWith("d OK");
    }

    @Test
    void aFirstLoginFindsTheFoldersOfTheClassicStack() {
        assertThat(client.reply("a LOGIN alice@example.test secret")).startsWith("a OK");
        assertThat(client.replies("b LIST \"\" \"*\" RETURN (SPECIAL-USE)"))
                .filteredOn(line -> line.startsWith("* LIST"))
                .hasSize(5)
                .anyMatch(line -> line.contains("\\Drafts") && line.contains("\"Drafts\""))
                .anyMatch(line -> line.contains("\\Sent") && line.contains("\"Sent\""))
                .anyMatch(line -> line.contains("\\Junk") && line.contains("\"Junk\""))
                .anyMatch(line -> line.contains("\\Trash") && line.contains("\"Trash\""))
                .allMatch(line -> line.contains("\".\""));
        assertThat(client.replies("c LSUB \"\" \"*\""))
                .filteredOn(line -> line.startsWith("* LSUB"))
                .hasSize(5);
    }

    @Test
    void aDeletedFolderStaysDeleted() {
        assertThat(client.reply("a LOGIN alice@example.test secret")).startsWith("a OK");
        assertThat(client.reply("b DELETE Junk")).startsWith("b OK");
        try (LineClient again = LineClient.greeted(server.imapPort())) {
            assertThat(again.reply("a LOGIN alice@example.test secret")).startsWith("a OK");
            assertThat(again.replies("b LIST \"\" \"*\"")).noneMatch(line -> line.contains("Junk"));
        }
    }

    @Test
    void listWithStatusOfTheAppendLimitIsAnswered() {
        assertThat(client.reply("a LOGIN alice@example.test secret")).startsWith("a OK");
        assertThat(client.reply("b LIST \"\" \"%\" RETURN (STATUS (APPENDLIMIT))"))
                .startsWith("b OK");
    }

    @Test
    void aReplyNeverHoldsThePassword() {
        String reply = client.reply("a LOGIN alice@example.test \"se\\xcret\"");
        assertThat(reply.getBytes(ISO_8859_1)).isNotEmpty();
        assertThat(reply).doesNotContain("cret");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.testing.PosthornServer.Port;
import org.posthorn.testing.SmtpSink;

/** Users send over 587 and 465: under TLS, logged in, under their own name. */
class SubmissionIT {

    private final Stack stack = Stack.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<alice@example.test>",
                "RCPT TO:<bob@example.test>",
                "DATA",
                "VRFY alice",
                "AUTH LOGIN"
            })
    void nothingButTheWayToTlsWorksBeforeTls(String command) {
        try (Session client = Session.plain(stack.port(Port.SUBMISSION))) {
            client.reply();
            client.send("EHLO client.outside.test");
            List<String> offered = client.readUntil("250 ");
            assertThat(offered).anyMatch(line -> line.contains("STARTTLS")).noneMatch(line -> line.contains("AUTH"));
            assertThat(client.ask(command)).startsWith("530 5.7.0 ");
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void aRightPasswordWithoutTlsIsRefused() {
        try (Session client = Session.plain(stack.port(Port.SUBMISSION))) {
            client.reply();
            client.ask("EHLO client.outside.test");
            assertThat(client.ask(Smtp.authPlain("alice@example.test", Stack.PASSWORD)))
                    .startsWith("530 5.7.0 ");
        }
    }

    @Test
    void nothingIsTakenWithoutALogin() {
        try (Session client = Smtp.submission(stack)) {
            String answer = client.ask("MAIL FROM:<x@outside.test>");
            if (answer.startsWith("250")) {
                answer = client.ask("RCPT TO:<alice@example.test>");
            }
            assertThat(answer).startsWith("5");
            assertThat(client.ask("DATA")).startsWith("5");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.test",
                "nobody@example.test",
                "dave@example.test",
                "alice",
                "alice@alias.test",
                "frank@closed.test"
            })
    void everyLoginThatFailsFailsAlike(String user) {
        String password = user.equals("alice@example.test") ? "wrong" : Stack.PASSWORD;
        try (Session client = Smtp.submission(stack)) {
            assertThat(client.ask(Smtp.authPlain(user, password))).startsWith("535 5.7.8 ");
        }
    }

    @Test
    void aUserSendsToAnotherUser() {
        String word = Smtp.word();
        try (Session client = Smtp.user(stack, "alice@example.test")) {
            assertThat(client.ask("MAIL FROM:<alice@example.test>")).startsWith("250 2.1.0 ");
            assertThat(client.ask("RCPT TO:<bob@example.test>")).startsWith("250 2.1.5 ");
            assertThat(Smtp.data(client, "From: alice@example.test\r\nSubject: " + word + "\r\n\r\nhi\r\n"))
                    .startsWith("250 2.0.0 ");
        }

        try (Imap bob = Imap.login(stack, "bob@example.test")) {
            assertThat(bob.await("INBOX", word))
                    .contains("\nDate: ", "\nMessage-ID: <")
                    .doesNotContain(Stack.PASSWORD);
        }
    }

    @Test
    void aUserSendsToTheWorldOverImplicitTls() {
        String word = Smtp.word();
        try (Session client = Session.tls(stack.port(Port.SUBMISSIONS))) {
            client.reply();
            client.send("EHLO client.outside.test");
            assertThat(client.readUntil("250 "))
                    .anyMatch(line -> line.matches("250[- ]AUTH PLAIN LOGIN"))
                    .noneMatch(line -> line.contains("STARTTLS"));
            assertThat(client.ask(Smtp.authPlain("ALICE@example.test", Stack.PASSWORD)))
                    .startsWith("235 2.7.0 ");
            client.ask("MAIL FROM:<alice@example.test>");
            assertThat(client.ask("RCPT TO:<y@elsewhere.test>")).startsWith("250 2.1.5 ");
            assertThat(Smtp.data(client, Smtp.mail(word))).startsWith("250 2.0.0 ");
        }

        SmtpSink.Received sent = stack.awaitSent(word);
        assertThat(sent.from()).isEqualTo("alice@example.test");
        assertThat(sent.recipients()).containsExactly("y@elsewhere.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@example.test", "someone@outside.test", "erin@second.test"})
    void aUserMayNotSendUnderAForeignName(String sender) {
        try (Session client = Smtp.user(stack, "alice@example.test")) {
            String answer = client.ask("MAIL FROM:<" + sender + ">");
            if (answer.startsWith("250")) {
                answer = client.ask("RCPT TO:<bob@example.test>");
            }
            assertThat(answer).startsWith("553 5.7.1 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice@example.test", "alice+news@example.test", "sales@example.test", "alice@alias.test"})
    void aUserSendsUnderEveryNameThatLeadsToHim(String sender) {
        try (Session client = Smtp.user(stack, "alice@example.test")) {
            assertThat(client.ask("MAIL FROM:<" + sender + ">")).startsWith("250 2.1.0 ");
            assertThat(client.ask("RCPT TO:<bob@example.test>")).startsWith("250 2.1.5 ");
        }
    }

    @Test
    void anUnknownLocalRecipientIsRefusedHereToo() {
        try (Session client = Smtp.user(stack, "alice@example.test")) {
            client.ask("MAIL FROM:<alice@example.test>");
            assertThat(client.ask("RCPT TO:<nobody@example.test>")).startsWith("550 5.1.1 ");
        }
    }

    @Test
    void commandsBehindStarttlsInTheSamePacketAreNotCarriedOut() {
        try (Session client = Session.plain(stack.port(Port.SUBMISSION))) {
            client.reply();
            client.ask("EHLO client.outside.test");
            String answer = client.sendRaw("STARTTLS\r\nNOOP\r\n").reply();
            if (answer.startsWith("220")) {
                client.upgrade();
                assertThat(client.ask("EHLO client.outside.test")).startsWith("250");
            } else {
                assertThat(answer).matches("[45].*");
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.WithServer;

class SequenceTest extends WithServer {

    @Test
    void takesAMailForAKnownUser() throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect("DATA", "354 End data with <CR><LF>.<CR><LF>");
            String reply = client.send("Subject: hello\r\n\r\ntext\r\n.");
            assertThat(reply)
                    .isEqualTo("250 2.0.0 Ok: queued as " + server.spool.mail().name());
            assertThat(client.send("QUIT")).isEqualTo("221 2.0.0 Bye");
            assertThat(client.closedByServer()).isTrue();
        }
        assertThat(server.spool.mail().sender()).contains("x@outside.test");
        assertThat(server.spool.mail().recipients()).containsExactly("alice@example.test");
        assertThat(server.spool.mail().asSent()).isEqualTo("Subject: hello\r\n\r\ntext\r\n");
    }

    @Test
    void announcesWhatWorksOnPort25() throws Exception {
        try (SmtpClient client = server.smtp()) {
            assertThat(client.send("EHLO client.outside.test"))
                    .isEqualTo("250-mail.example.test\n250-PIPELINING\n250-SIZE 2097152\n250-STARTTLS\n"
                            + "250-ENHANCEDSTATUSCODES\n250 8BITMIME");
            client.startTls();
            assertThat(client.send("EHLO client.outside.test"))
                    .isEqualTo("250-mail.example.test\n250-PIPELINING\n250-SIZE 2097152\n"
                            + "250-ENHANCEDSTATUSCODES\n250 8BITMIME");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VRFY alice                          | 502 5.5.1 VRFY command is disabled",
                "EXPN list                           | 500 5.5.2 Error: command not recognized",
                "HELP                                | 500 5.5.2 Error: command not recognized",
                "FOO                                 | 500 5.5.2 Error: command not recognized",
                "AUTH PLAIN                          | 503 5.5.1 Error: authentication not enabled",
                "RCPT TO:<alice@example.test>        | 503 5.5.1 Error: need MAIL command",
                "DATA                                | 503 5.5.1 Error: need RCPT command",
                "MAIL FROM: x@outside.test           | 501 5.1.7 Bad sender address syntax",
                "MAIL FROM:x@outside.test            | 501 5.1.7 Bad sender address syntax",
                "MAIL FROM:Joe <x@outside.test>      | 501 5.1.7 Bad sender address syntax",
                "MAIL FROM:<@a.test:x@outside.test>  | 501 5.1.7 Bad sender address syntax",
                "MAIL x@outside.test                 | 501 5.5.4 Syntax: MAIL FROM:<address>",
                "MAIL                                | 501 5.5.4 Syntax: MAIL FROM:<address>",
                "MAIL FROM:<x@outside.test> (comment)| 555 5.5.4 Unsupported option: (comment)",
                "MAIL FROM:<x@outside.test> AUTH=<>  | 555 5.5.4 Unsupported option: AUTH=<>",
                "MAIL FROM:<x@outside.test> SMTPUTF8 | 555 5.5.4 Unsupported option: SMTPUTF8",
                "MAIL FROM:<x@outside.test> SIZE=x   | 501 5.5.4 Bad message size syntax",
                "MAIL FROM:<x@outside.test> SIZE=-1  | 501 5.5.4 Bad message size syntax",
                "MAIL FROM:<x@outside.test> SIZE=2097153 | 552 5.3.4 Message size exceeds fixed limit",
                "MAIL FROM:<x@outside.test> SIZE=99999999999999999999 | 552 5.3.4 Message size exceeds fixed limit",
                "MAIL FROM:<x@outside.test> SIZE=2097152 BODY=8BITMIME | 250 2.1.0 Ok",
                "mail from: <x@outside.test> body=7bit | 250 2.1.0 Ok",
                "MAIL FROM:<root>                    | 504 5.5.2 <root>: Sender address rejected: need fully-qualified address",
                "MAIL FROM:<root@localhost>          | 504 5.5.2 <root@localhost>: Sender address rejected: need fully-qualified address",
                "MAIL FROM:<>                        | 250 2.1.0 Ok",
                "HELO                                | 501 5.5.4 Syntax: HELO hostname",
                "EHLO                                | 501 5.5.4 Syntax: EHLO hostname",
                "HELO client.outside.test            | 250 mail.example.test",
                "EHLO [127.0.0.1]                    | 250-mail.example.test",
                "STARTTLS now                        | 501 5.5.4 Syntax: STARTTLS",
                "NOOP anything                       | 250 2.0.0 Ok",
                "RSET                                | 250 2.0.0 Ok",
            })
    void repliesAsSpecified(String command, String reply) throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect(command, reply);
            client.expect("NOOP", "250 2.0.0");
        }
    }

    @Test
    void wantsToKnowTheClientsNameFirst() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("MAIL FROM:<x@outside.test>", "503 5.5.1 Error: send HELO/EHLO first");
        }
    }

    @Test
    void doesNotTellItsVersion() throws Exception {
        try (SmtpClient client = server.smtp()) {
            assertThat(client.send("HELO x.test") + client.send("HELP")).doesNotContainIgnoringCase("james");
        }
    }

    @Test
    void refusesASecondSender() throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect("MAIL FROM:<x@outside.test>", "503 5.5.1 Error: nested MAIL command");
            client.expect("DATA", "354");
        }
    }

    @Test
    void refusesDataWhenNoRecipientWasTaken() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250");
            client.expect("DATA", "503 5.5.1 Error: need RCPT command");
            client.expect("RCPT TO:<nobody@example.test>", "550");
            client.expect("DATA", "554 5.5.1 Error: no valid recipients");
        }
    }

    @Test
    void aRefusedSenderLeavesNoTransaction() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test> FOO=BAR", "555");
            client.expect("RCPT TO:<alice@example.test>", "503 5.5.1 Error: need MAIL command");
            client.expect("MAIL FROM:<y@outside.test>", "250");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSET", "EHLO again.outside.test", "HELO again.outside.test"})
    void endsATransaction(String command) throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect(command, "250");
            client.expect("DATA", "503");
            client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0");
        }
    }

    @Test
    void takesSeveralMailsInOneSession() throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect("DATA", "354");
            client.expect("a: 1\r\n\r\n.", "250 2.0.0");
            client.expect("RCPT TO:<alice@example.test>", "503");
            client.expect("MAIL FROM:<>", "250");
            client.expect("RCPT TO:<bob@example.test>", "250");
            client.expect("DATA", "354");
            client.expect("a: 2\r\n\r\n.", "250 2.0.0");
        }
        assertThat(server.spool.mails())
                .extracting(mail -> mail.recipients().get(0))
                .containsExactly("alice@example.test", "bob@example.test");
    }

    @Test
    void takesAWholePipelinedConversation() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.raw("EHLO client.outside.test\r\nMAIL FROM:<x@outside.test>\r\nRCPT TO:<alice@example.test>\r\n"
                    + "RCPT TO:<nobody@example.test>\r\nDATA\r\na: b\r\n\r\nMAIL FROM:<evil@outside.test>\r\n.\r\n"
                    + "NOOP\r\nQUIT\r\n");
            client.expectReply("250-");
            client.expectReply("250 2.1.0");
            client.expectReply("250 2.1.5");
            client.expectReply("550 5.1.1");
            client.expectReply("354");
            client.expectReply("250 2.0.0 Ok: queued");
            client.expectReply("250 2.0.0");
            client.expectReply("221 2.0.0");
            assertThat(client.closedByServer()).isTrue();
        }
        assertThat(server.spool.mail().asSent()).isEqualTo("a: b\r\n\r\nMAIL FROM:<evil@outside.test>\r\n");
    }

    @Test
    void givesTheSameRepliesWhereverTheBytesAreCut() throws Exception {
        String conversation = "EHLO c.test\r\nMAIL FROM:<x@outside.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n"
                + "a: b\r\n\r\n..dot\r\n\n.\r\nx\r\n.\r\nRSET\r\nQUIT\r\n";
        for (int cut = 1; cut < conversation.length(); cut++) {
            try (SmtpClient client = server.smtp()) {
                client.raw(conversation.substring(0, cut));
                client.raw(conversation.substring(cut));
                for (String start : new String[] {"250-", "250 2.1.0", "250 2.1.5", "354", "250 2.0.0", "250", "221"}) {
                    client.expectReply(start);
                }
                assertThat(client.closedByServer()).isTrue();
            }
        }
        assertThat(server.spool.mails()).hasSize(conversation.length() - 1).allSatisfy(mail -> assertThat(mail.asSent())
                .isEqualTo("a: b\r\n\r\n.dot\r\n\r\n.\r\nx\r\n"));
    }

    @Test
    void survivesOneByteAtATime() throws Exception {
        try (SmtpClient client = server.smtp()) {
            for (char letter : "EHLO c.test\r\nMAIL FROM:<x@outside.test>\r\nNOOP\r\n".toCharArray()) {
                client.raw(String.valueOf(letter));
            }
            client.expectReply("250-");
            client.expectReply("250 2.1.0");
            client.expectReply("250 2.0.0");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.TestServer;
import org.posthorn.smtp.testing.WithServer;

class MessageTest extends WithServer {

    private String deliver(String text) throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect("DATA", "354");
            client.raw(text + "\r\n.\r\n");
            return client.reply();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r.\r\n", "\n.\r", "\r.\n", "\r\n.\r\r\n"})
    void takesEveryOtherEndForText(String end) throws Exception {
        String smuggled = "MAIL FROM:<evil@example.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\nb: c\r\n";
        assertThat(deliver("a: b\r\n\r\nx" + end + smuggled)).startsWith("250 2.0.0");
        assertThat(server.spool.mail().asSent()).isEqualTo("a: b\r\n\r\nx\r\n.\r\n" + smuggled + "\r\n");
    }

    @Test
    void takesAMailWithBareLineFeedsOnly() throws Exception {
        assertThat(deliver("From: a@example.test\nSubject: b\n\ntext\nmore")).startsWith("250");
        assertThat(server.spool.mail().asSent())
                .isEqualTo("From: a@example.test\r\nSubject: b\r\n\r\ntext\r\nmore\r\n");
    }

    @Test
    void keepsTheBytesOfTheText() throws Exception {
        StringBuilder all = new StringBuilder("Subject: \u00fc\u00ff\r\nX: \u0080\r\n\r\n");
        for (int value = 0; value < 256; value++) {
            all.append(value == '\r' || value == '\n' ? "" : (char) value);
        }
        assertThat(deliver(all.toString())).startsWith("250");
        assertThat(server.spool.mail().asSent()).isEqualTo(all + "\r\n");
    }

    @Test
    void takesALineOfAMegabyte() throws Exception {
        String line = "0123456789".repeat(100_000);
        assertThat(deliver("a: b\r\n\r\n" + line + "\r\nlast")).startsWith("250");
        assertThat(server.spool.mail().asSent()).isEqualTo("a: b\r\n\r\n" + line + "\r\nlast\r\n");
    }

    @Test
    void takesAHeaderLineOfAMegabyte() throws Exception {
        String line = "X: " + "0123456789".repeat(100_000);
        assertThat(deliver(line + "\r\n\r\ntext")).startsWith("250");
        assertThat(server.spool.mail().asSent()).isEqualTo(line + "\r\n\r\ntext\r\n");
    }

    @Test
    void takesExactlyTheLimitAndNoByteMore() throws Exception {
        String header = "a: b\r\n\r\n";
        String most = header + "x".repeat(TestServer.LIMIT - header.length() - 2);
        assertThat(deliver(most)).startsWith("250 2.0.0");
        assertThat(deliver(most + "x")).isEqualTo("552 5.3.4 Error: message file too big");
        assertThat(server.spool.mails()).hasSize(1);
    }

    @Test
    void goesOnAfterAMessageThatWasTooBig() throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect("DATA", "354");
            client.raw("a: b\r\n\r\n");
            for (int i = 0; i < 40; i++) {
                client.raw("x".repeat(100_000) + "\r\n");
            }
            client.expect(".", "552 5.3.4");
            client.expect("DATA", "503");
            client.expect("MAIL FROM:<x@outside.test>", "250");
        }
    }

    @Test
    void putsItsTraceOnTop() throws Exception {
        deliver("a: b\r\n\r\n");
        assertThat(server.spool.mail().text())
                .matches("(?s)Received: from client\\.outside\\.test \\(\\[127\\.0\\.0\\.1\\]\\)\r\n"
                        + "\tby mail\\.example\\.test \\(Posthorn\\) with ESMTP id "
                        + server.spool.mail().name() + "\r\n\tfor <alice@example\\.test>;\r\n"
                        + "\t\\w{3}, \\d{1,2} \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\r\na: b\r\n.*");
    }

    @Test
    void namesNoRecipientWhenThereAreTwo() throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect("RCPT TO:<bob@example.test>", "250");
            client.expect("DATA", "354");
            client.expect("a: b\r\n\r\n.", "250");
        }
        assertThat(server.spool.mail().text()).doesNotContain("example.test>");
    }

    @Test
    void separatesATextWithoutHeaderFromTheTrace() throws Exception {
        deliver("just text");
        assertThat(server.spool.mail().asSent()).isEqualTo("\r\njust text\r\n");
    }

    @Test
    void takesAnEmptyMessage() throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect("DATA", "354");
            client.expect(".", "250 2.0.0");
        }
        assertThat(server.spool.mail().asSent()).isEmpty();
    }

    @Test
    void addsNothingToStrangersMail() throws Exception {
        deliver("Subject: b\r\n\r\ntext");
        assertThat(server.spool.mail().text()).doesNotContain("Message-ID:", "\r\nDate:");
    }

    @Test
    void saysLaterWhenTheSpoolDoesNotTakeTheMail() throws Exception {
        server.spool.broken(true);
        assertThat(deliver("a: b\r\n\r\n")).startsWith("451 4.3.0");
        server.spool.broken(false);
        assertThat(deliver("a: b\r\n\r\n")).startsWith("250 2.0.0");
        assertThat(server.spool.mails()).hasSize(1);
    }

    @Test
    void forgetsAMessageThatBreaksOff() throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect("DATA", "354");
            client.raw("a: b\r\n\r\ntext\r\n.\r");
        }
        deliver("c: d\r\n\r\n");
        assertThat(server.spool.mail().asSent()).startsWith("c: d");
    }

    @Test
    void tellsMailetsAboutTheSession() throws Exception {
        deliver("a: b\r\n\r\n");
        assertThat(server.spool.mail().mail().getRemoteAddr()).isEqualTo("127.0.0.1");
        assertThat(server.spool.mail().mail().getRemoteHost()).isEqualTo("127.0.0.1");
    }
}

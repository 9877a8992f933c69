// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.WithServer;

class StartTlsTest extends WithServer {

    @RepeatedTest(20)
    void takesAMailOverTls() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.startTls();
            client.expect("MAIL FROM:<x@outside.test>", "503 5.5.1 Error: send HELO/EHLO first");
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250");
            client.expect("RCPT TO:<alice@example.test>", "250");
            client.expect("DATA", "354");
            client.expect("a: b\r\n\r\n" + "x".repeat(200_000) + "\r\n.", "250 2.0.0");
            client.expect("STARTTLS", "554 5.5.1");
            client.expect("QUIT", "221");
        }
        assertThat(server.spool.mail().text()).contains(" with ESMTPS id ").hasSizeGreaterThan(200_000);
    }

    @Test
    void offersNoLoginUnderTls() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.startTls();
            assertThat(client.send("EHLO client.outside.test")).doesNotContain("AUTH", "STARTTLS");
            client.expect("AUTH PLAIN", "503 5.5.1 Error: authentication not enabled");
        }
    }

    @Test
    void refusesWhatIsPipelinedBehindStartTls() throws Exception {
        int before = server.accounts.questions().size();
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.raw("STARTTLS\r\nMAIL FROM:<evil@outside.test>\r\nRCPT TO:<alice@example.test>\r\n");
            client.expectReply("554 5.5.0 Error: SMTP protocol synchronization");
            assertThat(client.closedByServer()).isTrue();
        }
        assertThat(server.accounts.questions()).hasSize(before);
    }

    @RepeatedTest(50)
    void runsNothingThatComesInClearCloselyBehindStartTls() throws Exception {
        int before = server.accounts.questions().size();
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.raw("STARTTLS\r\n");
            client.raw("EHLO x.test\r\nMAIL FROM:<evil@outside.test>\r\nRCPT TO:<alice@example.test>\r\n");
            assertThat(client.reply()).matches("(?s)220 2\\.0\\.0.*|554 5\\.5\\.0.*|");
            assertThat(client.reply()).doesNotStartWith("250");
        }
        assertThat(server.accounts.questions()).hasSize(before);
    }

    @Test
    void cutsOffWhoSpeaksInClearAfterTheGoAhead() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("STARTTLS", "220 2.0.0");
            client.raw("EHLO client.outside.test\r\nMAIL FROM:<evil@outside.test>\r\n");
            assertThat(client.reply()).doesNotStartWith("250");
        }
    }

    @Test
    void refusesStartTlsInATransaction() throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect("STARTTLS", "503 5.5.1 Error: MAIL transaction in progress");
        }
    }

    @Test
    void hasNoStartTlsWhereTlsIsImplicit() throws Exception {
        try (SmtpClient client = server.submissions()) {
            assertThat(client.send("EHLO client.outside.test")).doesNotContain("STARTTLS");
            client.expect("STARTTLS", "554 5.5.1 Error: TLS already active");
        }
    }
}

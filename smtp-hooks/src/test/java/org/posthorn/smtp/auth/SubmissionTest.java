// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.smtp.testing.FakeAccounts;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.TestSpool;
import org.posthorn.smtp.testing.WithServer;

class SubmissionTest extends WithServer {

    @Test
    void offersNothingButTlsBeforeTls() throws Exception {
        try (SmtpClient client = server.submission()) {
            assertThat(client.send("EHLO client.outside.test"))
                    .isEqualTo("250-mail.example.test\n250-PIPELINING\n250-SIZE 2097152\n250-STARTTLS\n"
                            + "250-ENHANCEDSTATUSCODES\n250 8BITMIME");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH PLAIN",
                "AUTH PLAIN AGEAYg==",
                "AUTH LOGIN",
                "MAIL FROM:<alice@example.test>",
                "MAIL",
                "RCPT TO:<bob@example.test>",
                "DATA",
                "VRFY bob"
            })
    void refusesEverythingElseBeforeTls(String command) throws Exception {
        try (SmtpClient client = server.submission()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect(command, "530 5.7.0 Must issue a STARTTLS command first");
            client.expect("NOOP", "250");
            client.expect("RSET", "250");
            client.expect("HELO client.outside.test", "250");
            client.expect("QUIT", "221");
        }
    }

    @Test
    void offersLoginsOnceUnderTls() throws Exception {
        try (SmtpClient client = server.submission()) {
            client.expect("EHLO client.outside.test", "250");
            client.startTls();
            assertThat(client.send("EHLO client.outside.test"))
                    .isEqualTo("250-mail.example.test\n250-PIPELINING\n250-SIZE 2097152\n250-AUTH PLAIN LOGIN\n"
                            + "250-ENHANCEDSTATUSCODES\n250 8BITMIME");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL FROM:<alice@example.test>", "MAIL FROM:<>", "RCPT TO:<bob@example.test>", "DATA"})
    void refusesMailWithoutALogin(String command) throws Exception {
        try (SmtpClient client = server.submissionTls()) {
            client.expect(command, "530 5.7.0 Authentication required");
        }
    }

    @Test
    void sendsToStrangersAndToOurOwn() throws Exception {
        try (SmtpClient client = server.loggedIn(FakeAccounts.ALICE)) {
            client.expect("MAIL FROM:<alice@example.test> AUTH=<>", "250 2.1.0");
            client.expect("RCPT TO:<y@elsewhere.test>", "250 2.1.5");
            client.expect("RCPT TO:<bob@example.test>", "250 2.1.5");
            client.expect("RCPT TO:<nobody@example.test>", "550 5.1.1");
            client.expect("RCPT TO:<y%outside.test@example.test>", "554 5.7.1");
            client.expect("RCPT TO:<\"y@outside.test\"@example.test>", "554 5.7.1");
            client.expect("DATA", "354");
            client.expect("Subject: hello\r\n\r\ntext\r\n.", "250 2.0.0 Ok: queued as ");
        }
        assertThat(server.spool.mail().recipients()).containsExactly("y@elsewhere.test", "bob@example.test");
    }

    @Test
    void leavesTheLocalPartsOfStrangersToThem() throws Exception {
        try (SmtpClient client = server.loggedIn(FakeAccounts.ALICE)) {
            client.expect("MAIL FROM:<alice@example.test>", "250 2.1.0");
            client.expect("RCPT TO:<y%outside.test@elsewhere.test>", "250 2.1.5");
            client.expect("RCPT TO:<y%outside.test@relayed.test>", "554 5.7.1");
        }
    }

    @Test
    void addsDateAndMessageIdWhereTheyAreMissing() throws Exception {
        TestSpool.Spooled mail = submit("Subject: hello\r\n\r\nDate: no\r\n");
        assertThat(mail.asSent())
                .matches("(?s)Message-ID: <[0-9a-f-]{36}@mail\\.example\\.test>\r\nDate: \\w{3}, .* [+-]\\d{4}\r\n"
                        + "Subject: hello\r\n\r\nDate: no\r\n");
    }

    @Test
    void leavesAMailThatHasBothAsItIs() throws Exception {
        String text = "date: x\r\nMESSAGE-ID:\r\n <y@z>\r\nSubject: \u00fc\r\n\r\ntext\r\n";
        assertThat(submit(text).asSent()).isEqualTo(text);
    }

    @Test
    void leaksNothingOfTheLogin() throws Exception {
        TestSpool.Spooled mail = submit("a: b\r\n\r\n");
        assertThat(mail.text())
                .contains(" with ESMTPSA id ")
                .doesNotContain(
                        "alice", FakeAccounts.PASSWORD, SmtpClient.plain(FakeAccounts.ALICE, FakeAccounts.PASSWORD));
        assertThat(mail.mail()
                        .getAttribute(org.apache.mailet.Mail.SMTP_AUTH_USER)
                        .orElseThrow()
                        .getValue()
                        .value())
                .isEqualTo(FakeAccounts.ALICE);
    }

    private TestSpool.Spooled submit(String text) throws Exception {
        try (SmtpClient client = server.loggedIn(FakeAccounts.ALICE)) {
            client.expect("MAIL FROM:<alice@example.test>", "250");
            client.expect("RCPT TO:<bob@example.test>", "250");
            client.expect("DATA", "354");
            client.expect(text + ".", "250");
        }
        return server.spool.mail();
    }

    @Test
    void worksTheSameOverImplicitTls() throws Exception {
        try (SmtpClient client = server.submissions()) {
            assertThat(client.send("EHLO client.outside.test")).contains("\n250-AUTH PLAIN LOGIN\n");
            client.expect("MAIL FROM:<alice@example.test>", "530 5.7.0 Authentication required");
            client.expect("AUTH PLAIN " + SmtpClient.plain(FakeAccounts.ALICE, FakeAccounts.PASSWORD), "235");
            client.expect("MAIL FROM:<alice@example.test>", "250");
            client.expect("RCPT TO:<y@elsewhere.test>", "250");
            client.expect("DATA", "354");
            client.expect("a: b\r\n\r\n.", "250");
        }
        assertThat(server.spool.mail().text()).contains(" with ESMTPSA id ");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.smtp.testing.FakeAccounts;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.WithServer;

class AuthCommandTest extends WithServer {

    private static final String GOOD = SmtpClient.plain(FakeAccounts.ALICE, FakeAccounts.PASSWORD);
    private static final String ACCEPTED = "235 2.7.0 Authentication successful";
    private static final String REFUSED = "535 5.7.8 Error: authentication failed";

    @Test
    void acceptsPlainWithAndWithoutInitialResponse() throws Exception {
        try (SmtpClient client = server.submissionTls()) {
            client.expect("auth plain " + GOOD, ACCEPTED);
        }
        try (SmtpClient client = server.submissionTls()) {
            assertThat(client.send("AUTH PLAIN")).isEqualTo("334 ");
            client.expect(GOOD, ACCEPTED);
        }
    }

    @Test
    void acceptsLoginWithAndWithoutInitialResponse() throws Exception {
        try (SmtpClient client = server.submissionTls()) {
            client.expect("AUTH LOGIN", "334 VXNlcm5hbWU6");
            client.expect(SmtpClient.base64(FakeAccounts.ALICE), "334 UGFzc3dvcmQ6");
            client.expect(SmtpClient.base64(FakeAccounts.PASSWORD), ACCEPTED);
        }
        try (SmtpClient client = server.submissionTls()) {
            client.expect("AUTH LOGIN " + SmtpClient.base64(FakeAccounts.ALICE), "334 UGFzc3dvcmQ6");
            client.expect(SmtpClient.base64(FakeAccounts.PASSWORD), ACCEPTED);
        }
    }

    @Test
    void acceptsAnAuthorizationNameThatIsTheSame() throws Exception {
        try (SmtpClient client = server.submissionTls()) {
            String message = FakeAccounts.ALICE + "\0" + FakeAccounts.ALICE + "\0" + FakeAccounts.PASSWORD;
            client.expect("AUTH PLAIN " + SmtpClient.base64(message), ACCEPTED);
        }
    }

    @Test
    void takesTheNameThatTheDatabaseHas() throws Exception {
        try (SmtpClient client = server.loggedIn("ALICE@Example.TEST")) {
            client.expect(
                    "MAIL FROM:<bob@example.test>",
                    "553 5.7.1 <bob@example.test>: Sender address rejected: " + "not owned by user alice@example.test");
        }
    }

    @Test
    void refusesASecondLogin() throws Exception {
        try (SmtpClient client = server.loggedIn(FakeAccounts.ALICE)) {
            client.expect("AUTH PLAIN " + GOOD, "503 5.5.1 Error: already authenticated");
            client.expect("MAIL FROM:<alice@example.test>", "250");
            client.expect("AUTH PLAIN " + GOOD, "503 5.5.1");
        }
    }

    @Test
    void wantsToBeGreetedFirst() throws Exception {
        try (SmtpClient client = server.submissions()) {
            client.expect("AUTH PLAIN " + GOOD, "503 5.5.1 Error: send HELO/EHLO first");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AUTH               | 501 5.5.4 Syntax: AUTH mechanism",
                "AUTH PLAIN a b     | 501 5.5.4 Syntax: AUTH mechanism",
                "AUTH CRAM-MD5      | 504 5.5.4 Error: unrecognized authentication mechanism",
                "AUTH PLAIN !!!!    | 501 5.5.2 Invalid base64 data",
                "AUTH LOGIN \u00e4  | 501 5.5.2 Invalid base64 data"
            })
    void refusesBadRequestsAtOnce(String command, String reply) throws Exception {
        try (SmtpClient client = server.submissionTls()) {
            client.expect(command, reply);
            client.expect("AUTH PLAIN " + GOOD, ACCEPTED);
        }
    }

    @Test
    void endsACancelledOrBrokenExchange() throws Exception {
        try (SmtpClient client = server.submissionTls()) {
            client.expect("AUTH PLAIN", "334");
            client.expect("*", "501 5.7.0 Authentication aborted");
            client.expect("AUTH LOGIN", "334");
            client.expect(SmtpClient.base64("alice"), "334");
            client.expect("*", "501 5.7.0 Authentication aborted");
            client.expect("AUTH LOGIN", "334");
            client.expect("not base64", "501 5.5.2 Invalid base64 data");
            client.expect("AUTH PLAIN", "334");
            client.expect("x".repeat(100_000), "500 5.5.6 Authentication exchange line is too long");
            client.expect("AUTH PLAIN " + GOOD, ACCEPTED);
        }
    }

    private static final List<String> BAD_CREDENTIALS = List.of(
            "\0alice@example.test\0wrong",
            "\0nobody@example.test\0Secret-Pw11",
            "\0alice\0Secret-Pw11",
            "\0\0Secret-Pw11",
            "\0alice@example.test\0",
            "bob@example.test\0alice@example.test\0Secret-Pw11",
            "\0alice@example.test\0Secret-Pw11\0",
            "alice@example.test\0Secret-Pw11",
            "\0alice@example.test\r\nX: y\0Secret-Pw11",
            "\0alice@example.test' OR '1'='1\0Secret-Pw11",
            "");

    @Test
    void refusesBadCredentialsInTheSameWordsAndLetsTheUserTryAgain() throws Exception {
        List<SmtpClient> clients = new ArrayList<>();
        for (String message : BAD_CREDENTIALS) {
            SmtpClient client = server.submissionTls();
            client.expect("AUTH PLAIN", "334");
            client.raw(SmtpClient.base64(message) + "\r\n");
            clients.add(client);
        }
        for (SmtpClient client : clients) {
            assertThat(client.reply()).isEqualTo(REFUSED);
            client.expect("MAIL FROM:<alice@example.test>", "530 5.7.0");
            client.expect("AUTH PLAIN " + GOOD, ACCEPTED);
            client.close();
        }
    }

    @Test
    void asksNobodyAboutANameThatCannotBe() throws Exception {
        int before = server.accounts.questions().size();
        try (SmtpClient client = server.submissionTls()) {
            client.expect("AUTH PLAIN", "334");
            client.expect(SmtpClient.plain("x".repeat(5_000), "y"), REFUSED);
            client.expect("AUTH PLAIN", "334");
            client.expect(SmtpClient.plain("x".repeat(10_000), "y"), "500 5.5.6");
            client.expect("AUTH LOGIN", "334");
            client.expect(SmtpClient.base64("alice@example.test\0"), "334");
            client.expect(SmtpClient.base64(FakeAccounts.PASSWORD), REFUSED);
        }
        assertThat(server.accounts.questions()).hasSize(before);
    }

    /** The server of the test has four command threads: with a thread for each delay this would take 20 seconds. */
    @Test
    void refusesAfterADelayThatOccupiesNoThread() throws Exception {
        List<SmtpClient> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(server.submissionTls());
        }
        Instant start = Instant.now();
        for (SmtpClient client : clients) {
            client.raw("AUTH PLAIN " + SmtpClient.plain(FakeAccounts.ALICE, "wrong") + "\r\nNOOP\r\n");
        }
        for (SmtpClient client : clients) {
            client.expectReply(REFUSED);
            client.expectReply("250 2.0.0 Ok");
            client.close();
        }
        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofMillis(1_990), Duration.ofSeconds(15));
    }

    @Test
    void countsTheTimeOfTheHashAsPartOfTheDelay() {
        assertThat(Login.rest(Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Login.rest(Duration.ofMillis(300))).isEqualTo(Duration.ofMillis(1_700));
        assertThat(Login.rest(Duration.ofSeconds(3))).isEqualTo(Duration.ZERO);
    }

    @Test
    void saysLaterWhileTheDatabaseIsDownAndRecoversInTheSameSession() throws Exception {
        try (SmtpClient client = server.submissionTls()) {
            server.accounts.down(true);
            client.expect("AUTH PLAIN " + GOOD, "454 4.7.0 Temporary authentication failure");
            server.accounts.down(false);
            client.expect("AUTH PLAIN " + GOOD, ACCEPTED);
        }
    }

    @Test
    void aClientThatLeavesDuringTheDelayDisturbsNobody() throws Exception {
        try (SmtpClient client = server.submissionTls()) {
            client.raw("AUTH PLAIN " + SmtpClient.plain(FakeAccounts.ALICE, "wrong") + "\r\n");
        }
        try (SmtpClient client = server.submissionTls()) {
            client.expect("AUTH PLAIN " + SmtpClient.plain(FakeAccounts.ALICE, "wrong"), REFUSED);
            client.expect("AUTH PLAIN " + GOOD, ACCEPTED);
        }
    }
}

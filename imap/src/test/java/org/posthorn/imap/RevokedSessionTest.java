// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Admissions.Revocation;
import org.posthorn.testing.Poll;

/** What becomes of sessions whose account lets the user in no more. */
class RevokedSessionTest {

    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";
    private static final String BYE = "* BYE Your account has changed. Log in again.\r\n";

    private MailAccessServer server;

    @BeforeEach
    void start() throws Exception {
        server = MailAccessServer.start();
        server.accounts().with(ALICE, "secret").with(BOB, "secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private LineClient imap(String user) {
        LineClient client = LineClient.greeted(server.imapPort());
        assertThat(client.reply("a LOGIN " + user + " secret")).startsWith("a OK");
        assertThat(client.reply("a SELECT INBOX")).startsWith("a OK");
        return client;
    }

    private LineClient pop3(String user) {
        LineClient client = LineClient.greeted(server.pop3Port());
        assertThat(client.send("USER " + user + "\r\n").line()).startsWith("+OK");
        assertThat(client.send("PASS secret\r\n").line()).startsWith("+OK");
        return client;
    }

    private void revoke(String user) {
        server.accounts().revoke(user, Revocation.RECREATED);
        server.sessions().check(user);
    }

    @Test
    void aClientThatSleepsInIdleIsToldAndDisconnectedAndOthersAreNot() {
        try (LineClient alice = imap(ALICE);
                LineClient bob = imap(BOB)) {
            assertThat(alice.send("b IDLE\r\n").line()).startsWith("+");
            revoke(ALICE);

            assertThat(alice.rest()).isEqualTo(BYE);
            assertThat(bob.reply("b NOOP")).startsWith("b OK");
        }
    }

    @Test
    void whatAClientHasHalfSaidIsForgotten() {
        try (LineClient alice = imap(ALICE)) {
            assertThat(alice.send("b APPEND INBOX {100}\r\n").line()).startsWith("+");
            alice.send("half of it");
            revoke(ALICE);

            assertThat(alice.rest()).isEqualTo(BYE);
        }
    }

    @Test
    void anAnswerUnderWayIsGivenToItsEndFirst() {
        try (LineClient alice = imap(ALICE)) {
            String message = "Subject: long\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(12_000);
            for (String tag : List.of("b", "c", "d", "e")) {
                assertThat(alice.append(tag, "INBOX", message)).startsWith(tag + " OK");
            }
            alice.send("f NOOP\r\n").until("f OK");
            alice.send("g FETCH 1:4 BODY.PEEK[]\r\nh NOOP\r\n").until("Subject: long");
            revoke(ALICE);

            String rest = alice.rest();
            assertThat(rest.split("Subject: long", -1)).hasSize(4);
            assertThat(rest).containsPattern("\r\ng OK [^\r]*\r\n").endsWith(BYE);
        }
    }

    @Test
    void aPop3SessionEndsWithoutAWordAndRemovesNothing() {
        try (LineClient alice = imap(ALICE)) {
            assertThat(alice.append("b", "INBOX", "Subject: one\r\n\r\nx\r\n")).startsWith("b OK");
        }
        try (LineClient alice = pop3(ALICE)) {
            assertThat(alice.send("DELE 1\r\n").line()).startsWith("+OK");
            revoke(ALICE);

            assertThat(alice.rest()).isEmpty();
        }
        try (LineClient alice = pop3(ALICE)) {
            assertThat(alice.send("STAT\r\n").line()).startsWith("+OK 1 ");
        }
    }

    @Test
    void whoHasGoneOrWasNeverLetInIsNotLookedAt() {
        try (LineClient alice = imap(ALICE);
                LineClient bob = pop3(BOB);
                LineClient stranger = LineClient.greeted(server.imapPort())) {
            assertThat(stranger.reply("a LOGIN " + ALICE + " wrong")).startsWith("a NO");
            assertThat(alice.reply("b LOGOUT")).startsWith("b OK");
            assertThat(bob.send("QUIT\r\n").line()).startsWith("+OK");
        }
        assertThat(Poll.until(Duration.ofSeconds(30), () -> {
                    int before = server.accounts().reviews();
                    server.sessions().check(ALICE);
                    server.sessions().check(BOB);
                    return server.accounts().reviews() == before;
                }))
                .isTrue();
    }

    @Test
    void aDatabaseThatDoesNotAnswerEndsNothing() {
        try (LineClient alice = imap(ALICE)) {
            server.accounts().goDown();
            assertThatThrownBy(() -> revoke(ALICE)).isInstanceOf(AccountsUnavailableException.class);
            assertThat(alice.reply("b NOOP")).startsWith("b OK");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stranger can make the server do. */
class BeforeLoginTest {

    private MailAccessServer server;

    @BeforeEach
    void start() throws Exception {
        server = MailAccessServer.start();
        server.accounts().with("alice@example.test", "secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String restAfter(String command) {
        try (LineClient client = LineClient.greeted(server.imapPort())) {
            return client.send(command).rest();
        }
    }

    @Test
    void aHugeLiteralIsRefusedAtOnceAndTheConnectionClosed() {
        assertThat(restAfter("a LOGIN {943718400}\r\n")).isEqualTo("* BYE Literal too long\r\n");
        assertThat(restAfter("a LOGIN {99999999999999999999999}\r\n")).isEqualTo("* BYE Literal too long\r\n");
        assertThat(restAfter("a APPEND INBOX {8193}\r\n")).isEqualTo("* BYE Literal too long\r\n");
    }

    @Test
    void aLiteralWithoutLeaveIsRefusedWhateverItsSize() {
        assertThat(restAfter("a LOGIN {5+}\r\n")).startsWith("a BAD ");
        assertThat(restAfter("{5+}\r\n")).startsWith("* BAD ");
        assertThat(restAfter("a LOGIN alice@example.test {900000000+}\r\n")).startsWith("a BAD ");
    }

    @Test
    void theLiteralsOfACommandShareOneLimit() {
        assertThat(restAfter("a LOGIN {5000}\r\n" + "x".repeat(5000) + " {5000}\r\n"))
                .endsWith("* BYE Literal too long\r\n");
    }

    @Test
    void theNumberOfLiteralsIsLimited() {
        assertThat(restAfter("a LOGIN" + " {1}\r\nx".repeat(4) + " {1}\r\n")).endsWith("* BYE Literal too long\r\n");
    }

    @Test
    void anEndlessLineIsCutOff() {
        assertThat(restAfter("a" + "x".repeat(8192))).isEqualTo("* BYE Command line too long\r\n");
    }

    @Test
    void commandsOfUsersAreNotForStrangers() {
        try (LineClient client = LineClient.greeted(server.imapPort())) {
            assertThat(client.reply("a SELECT INBOX")).startsWith("a NO");
            assertThat(client.reply("b NOOP")).startsWith("b OK");
        }
        assertThat(restAfter("a COMPRESS DEFLATE\r\n")).startsWith("* BYE");
        assertThat(restAfter("a STARTTLS\r\n")).startsWith("* BYE");
    }

    @Test
    void aThousandStrangersWithHugeLiteralsAreSentAwayAndUsersStillServed() {
        List<LineClient> strangers = new ArrayList<>();
        for (int number = 0; number < 1000; number++) {
            strangers.add(LineClient.greeted(server.imapPort()).send("a LOGIN {8000}\r\n" + "x".repeat(7000)));
        }
        assertThat(strangers).allSatisfy(stranger -> assertThat(stranger.line()).startsWith("+ "));
        strangers.forEach(stranger -> stranger.send("x".repeat(1000) + " {943718400}\r\n"));
        assertThat(strangers)
                .allSatisfy(stranger -> assertThat(stranger.rest()).isEqualTo("* BYE Literal too long\r\n"));
        strangers.forEach(LineClient::close);

        try (LineClient alice = LineClient.greeted(server.imapPort())) {
            assertThat(alice.reply("a LOGIN alice@example.test secret")).startsWith("a OK");
        }
    }
}

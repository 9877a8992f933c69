// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpSinkTest {
    private final SmtpSink sink = SmtpSink.start();

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void remembersEnvelopeAndContentByteForByte() throws IOException {
        try (LineClient client = greeted()) {
            client.command("MAIL FROM:<a@outside.test> SIZE=100");
            client.command("RCPT TO:<b@outside.test>");
            client.command("RCPT TO:<c@outside.test> NOTIFY=NEVER");
            client.command("DATA");
            client.sendRaw("Subject: \u00e4\r\n\r\n..dot\r\n.\r\n");
            assertThat(client.reply()).containsExactly("250 2.0.0 taken");
        }

        assertThat(sink.awaitMails(1, Duration.ofSeconds(5)))
                .containsExactly(new SmtpSink.Received(
                        "a@outside.test",
                        List.of("b@outside.test", "c@outside.test"),
                        "Subject: \u00e4\r\n\r\n.dot\r\n"));
    }

    @Test
    void refusesTheRecipientsItWasToldTo() throws IOException {
        sink.answerRecipient("no@outside.test", "550 5.1.1 unknown");
        try (LineClient client = greeted()) {
            client.command("MAIL FROM:<>");
            assertThat(client.command("RCPT TO:<No@outside.test>")).isEqualTo("550 5.1.1 unknown");
            assertThat(client.command("DATA")).startsWith("503");
        }
    }

    @Test
    void forgetsAMailThatItDoesNotTake() throws IOException {
        sink.answerData("451 4.3.0 later");
        try (LineClient client = greeted()) {
            client.command("MAIL FROM:<>");
            client.command("RCPT TO:<b@outside.test>");
            client.command("DATA");
            assertThat(client.command("\r\n.")).isEqualTo("451 4.3.0 later");
        }
        assertThat(sink.mails()).isEmpty();
    }

    @Test
    void endsItsSessionsWhenClosed() throws IOException {
        try (LineClient client = greeted()) {
            sink.close();
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(Poll.until(Duration.ofSeconds(5), this::refusesConnections))
                    .isTrue();
        }
    }

    private boolean refusesConnections() {
        try (LineClient client = LineClient.plain(sink.port())) {
            return client.line().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    private LineClient greeted() throws IOException {
        LineClient client = LineClient.plain(sink.port());
        client.expect("220 ");
        assertThat(client.command("EHLO client.test")).contains("8BITMIME");
        return client;
    }
}

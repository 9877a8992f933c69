// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.testing.PosthornServer.Port;

/** Port 25 takes mail for its own recipients only, whoever asks and however. */
class RelayIT {

    private final Stack stack = Stack.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<y@elsewhere.test>",
                "<y%outside.test@example.test>",
                "<@example.test:y@outside.test>",
                "<\"y@outside.test\"@example.test>",
                "<outside.test!y@example.test>",
                "<y@outside.test@example.test>",
                "<y@[127.0.0.1]>"
            })
    void noFormOfAddressRelays(String recipient) {
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:" + recipient)).startsWith("5");
            assertThat(client.ask("RCPT TO:<alice@example.test>")).startsWith("250 2.1.5 ");
        }
    }

    @Test
    void aLocalSenderDoesNotOpenTheRelay() {
        try (Session client = Smtp.stranger(stack)) {
            client.ask("MAIL FROM:<alice@example.test>");
            assertThat(client.ask("RCPT TO:<y@elsewhere.test>")).startsWith("554 5.7.1 ");
        }
    }

    @Test
    void nobodyLogsInOnPort25() {
        try (Session client = Session.plain(stack.port(Port.SMTP))) {
            client.reply();
            client.send("EHLO client.outside.test");
            assertThat(client.readUntil("250 ")).noneMatch(line -> line.contains("AUTH"));
            client.ask("STARTTLS");
            client.upgrade();
            client.send("EHLO client.outside.test");
            assertThat(client.readUntil("250 ")).noneMatch(line -> line.contains("AUTH"));
            assertThat(client.ask(Smtp.authPlain("alice@example.test", Stack.PASSWORD)))
                    .startsWith("503 5.5.1 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"somebody@backup.test", "somebody@relayed.test"})
    void mailForADomainThatWeRelayIsHandedOn(String recipient) {
        String word = Smtp.word();
        Smtp.deliver(stack, recipient, word);

        assertThat(stack.awaitSent(word).recipients()).containsExactly(recipient);
    }
}

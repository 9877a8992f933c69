// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.testing.PosthornServer.Port;

/** Mail clients reach their mail under TLS 1.2 or newer, or not at all. */
class TlsOnlyIT {

    private final Stack stack = Stack.shared();

    @ParameterizedTest
    @EnumSource(
            value = Port.class,
            names = {"IMAPS", "POP3S", "SUBMISSIONS"})
    void aPortWithTlsFromTheFirstByteSaysNothingInClear(Port service) {
        try (Session client = Session.plain(stack.port(service))) {
            client.send("a LOGIN alice@example.test " + Stack.PASSWORD);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Port.class,
            names = {"IMAPS", "POP3S", "SUBMISSIONS"})
    void tlsOlderThan12IsRefused(Port service) {
        try (Session client = Session.plain(stack.port(service))) {
            assertThatThrownBy(() -> client.upgrade("TLSv1.1")).isInstanceOf(UncheckedIOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tls12And13AreSpoken(String version) {
        try (Session client = Session.plain(stack.port(Port.IMAPS))) {
            assertThat(client.upgrade(version).readLine()).startsWith("* OK");
        }
    }

    @Test
    void failedLoginsAreToldAsTheClassicStackTellsThem() {
        assertThat(Imap.loginAnswer(stack, "alice@example.test", "wrong")).startsWith("t1 NO [AUTHENTICATIONFAILED]");
        assertThat(Imap.loginAnswer(stack, "dave@example.test", Stack.PASSWORD))
                .startsWith("t1 NO [AUTHENTICATIONFAILED]");
        assertThat(Imap.loginAnswer(stack, "frank@closed.test", Stack.PASSWORD))
                .startsWith("t1 NO [AUTHENTICATIONFAILED]");
        try (Session pop3 = Session.tls(stack.port(Port.POP3S))) {
            pop3.readLine();
            pop3.send("USER alice@example.test").readLine();
            assertThat(pop3.send("PASS wrong").readLine()).startsWith("-ERR [AUTH]");
        }
    }

    @Test
    void literalsThatDoNotWaitAreNeitherOfferedNorTaken() {
        try (Session client = Session.tls(stack.port(Port.IMAPS))) {
            client.readLine();
            List<String> capabilities = client.imap("CAPABILITY");
            assertThat(String.join("\n", capabilities)).contains("AUTH=PLAIN").doesNotContain("LITERAL+");
            client.send("a LOGIN {18+}");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aHugeLiteralBeforeLoginIsAnsweredByClosing() {
        try (Session client = Session.tls(stack.port(Port.IMAPS))) {
            client.readLine();
            client.send("a LOGIN {1500000000}");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }
}

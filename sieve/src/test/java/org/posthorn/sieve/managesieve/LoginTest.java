// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    private static final String ALICE = "alice@example.test";
    private static final String GOOD = Client.plain(ALICE, TestServer.PASSWORD);
    private static final String EXTENSIONS =
            "\"SIEVE\" \"fileinto reject envelope vacation body comparator-i;ascii-numeric\"";

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void greetsWithCapabilitiesAndNoMechanism() throws Exception {
        try (Client client = new Client(server.address)) {
            assertThat(client.answer().lines())
                    .containsExactly(
                            "\"IMPLEMENTATION\" \"Posthorn\"",
                            EXTENSIONS,
                            "\"SASL\" \"\"",
                            "\"STARTTLS\"",
                            "\"UNAUTHENTICATE\"",
                            "\"VERSION\" \"1.0\"",
                            "OK \"Posthorn ready.\"");
        }
    }

    @Test
    void tellsCapabilitiesAgainOnceTlsIsOn() throws Exception {
        try (Client client = new Client(server.address)) {
            client.answer();
            assertThat(client.ask("STARTTLS")).isEqualTo("OK \"Begin TLS negotiation now.\"");
            client.startTls();
            assertThat(client.answer())
                    .contains("\"SASL\" \"PLAIN LOGIN\"", EXTENSIONS, "OK \"TLS negotiation successful.\"")
                    .doesNotContain("STARTTLS");
            assertThat(client.protocol()).isIn("TLSv1.3", "TLSv1.2");
            assertThat(client.ask("STARTTLS")).startsWith("NO");
            assertThat(client.ask("CAPABILITY"))
                    .contains("\"SASL\" \"PLAIN LOGIN\"")
                    .endsWith("OK \"Capability completed.\"");
        }
    }

    @Test
    void takesNoPasswordBeforeTls() throws Exception {
        try (Client client = new Client(server.address)) {
            client.answer();
            assertThat(client.ask("AUTHENTICATE \"PLAIN\" \"" + GOOD + "\""))
                    .isEqualTo("NO (ENCRYPT-NEEDED) \"Authentication not allowed until SSL/TLS is enabled.\"");
            assertThat(client.ask("LISTSCRIPTS")).startsWith("NO");
            assertThat(server.accounts.questions).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STARTTLS\r\nNOOP\r\n", "STARTTLS\r\n\0", "STARTTLS\r\n\u0016"})
    void closesWhenAnythingFollowsStarttlsInClear(String bytes) throws Exception {
        try (Client client = new Client(server.address)) {
            client.answer();
            client.send(bytes);
            assertThat(client.answer()).startsWith("BYE").doesNotContain("OK");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void closesWhenClearTextComesInPlaceOfTheHandshake() throws Exception {
        try (Client client = new Client(server.address)) {
            client.answer();
            client.ask("STARTTLS");
            client.send("CAPABILITY\r\nAUTHENTICATE \"PLAIN\" \"" + GOOD + "\"\r\n");
            assertThat(client.answer()).doesNotContain("SASL", "OK", "NO");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void logsInWithPlainInEveryForm() throws Exception {
        String length = "{" + GOOD.length() + "+}\r\n" + GOOD;
        for (List<String> lines : List.of(
                List.of("AUTHENTICATE \"PLAIN\" \"" + GOOD + "\""),
                List.of("authenticate \"plain\" " + length),
                List.of("AUTHENTICATE PLAIN {" + GOOD.length() + "}\r\n" + GOOD),
                List.of("AUTHENTICATE \"PLAIN\" \"" + Client.base64(ALICE + "\0" + ALICE + "\0" + TestServer.PASSWORD)
                        + "\""))) {
            try (Client client = Client.encrypted(server.address)) {
                assertThat(client.ask(lines.get(0))).isEqualTo("OK \"Logged in.\"");
                assertThat(client.ask("CAPABILITY")).contains("\"OWNER\" \"alice@example.test\"");
                assertThat(client.ask("AUTHENTICATE \"PLAIN\" \"" + GOOD + "\""))
                        .startsWith("NO");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void logsInWithContinuations(boolean literals) throws Exception {
        try (Client client = Client.encrypted(server.address)) {
            client.send("AUTHENTICATE \"PLAIN\"\r\n");
            assertThat(client.line()).isEqualTo("\"\"");
            assertThat(client.ask(string(GOOD, literals))).startsWith("OK");
        }
        try (Client client = Client.encrypted(server.address)) {
            client.send("AUTHENTICATE \"LOGIN\"\r\n");
            assertThat(client.line()).isEqualTo("\"VXNlcm5hbWU6\"");
            client.send(string(Client.base64("Alice@example.test"), literals) + "\r\n");
            assertThat(client.line()).isEqualTo("\"UGFzc3dvcmQ6\"");
            assertThat(client.ask(string(Client.base64(TestServer.PASSWORD), literals)))
                    .startsWith("OK");
        }
    }

    @Test
    void refusesAWrongPasswordAfterADelayAndGoesOn() throws Exception {
        try (Client client = Client.encrypted(server.address)) {
            long before = System.nanoTime();
            assertThat(client.ask("AUTHENTICATE \"PLAIN\" \"" + Client.plain(ALICE, "wrong") + "\""))
                    .isEqualTo("NO \"Authentication failed.\"");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(TestServer.DELAY);
            assertThat(client.ask("LISTSCRIPTS")).startsWith("NO");
            assertThat(client.ask("AUTHENTICATE \"PLAIN\" \"" + GOOD + "\"")).startsWith("OK");
        }
    }

    @Test
    void closesAfterThreeFailedLogins() throws Exception {
        String wrong = "AUTHENTICATE \"PLAIN\" \"" + Client.plain(ALICE, "wrong") + "\"\r\n";
        try (Client client = Client.encrypted(server.address)) {
            client.send(wrong + wrong + wrong + "AUTHENTICATE \"PLAIN\" \"" + GOOD + "\"\r\n");
            assertThat(client.answer()).startsWith("NO");
            assertThat(client.answer()).startsWith("NO");
            assertThat(client.answer()).startsWith("BYE");
            assertThat(client.closed()).isTrue();
            assertThat(server.accounts.questions).hasValue(3);
        }
    }

    @Test
    void waitingForRefusalsHoldsNoThread() throws Exception {
        ManageSieveSettings patient = TestServer.settings().withFailedLoginDelay(Duration.ofSeconds(5));
        List<Client> waiting = new ArrayList<>();
        try (TestServer slow = new TestServer(patient)) {
            for (int i = 0; i < 10; i++) {
                Client client = Client.encrypted(slow.address);
                client.send("AUTHENTICATE \"PLAIN\" \"" + Client.plain(ALICE, "wrong") + "\"\r\n");
                waiting.add(client);
            }
            try (Client client = Client.loggedIn(slow.address, ALICE)) {
                assertThat(client.ask("LISTSCRIPTS")).startsWith("OK");
            }
            for (Client client : waiting) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"!!!\"",
                "\"AA\"",
                "\"\"",
                "\"/w==\"",
                "\"YQ==\"",
                "{3+}\r\na\0b",
                "\"AGEAYgBj\"",
                "\"eABhAGI=\""
            })
    void refusesBadBase64AndBadMessages(String response) throws Exception {
        try (Client client = Client.encrypted(server.address)) {
            assertThat(client.ask("AUTHENTICATE \"PLAIN\" " + response))
                    .startsWith("NO")
                    .contains("Invalid");
            assertThat(server.accounts.questions).hasValue(0);
        }
    }

    @Test
    void aClientMayGiveUpAndACommandIsNoResponse() throws Exception {
        try (Client client = Client.encrypted(server.address)) {
            client.send("AUTHENTICATE \"PLAIN\"\r\n");
            client.line();
            assertThat(client.ask("\"*\"")).isEqualTo("NO \"Authentication aborted.\"");
            client.send("AUTHENTICATE \"PLAIN\"\r\n");
            client.line();
            assertThat(client.ask("NOOP")).startsWith("NO");
            assertThat(client.ask("AUTHENTICATE \"GSSAPI\"")).startsWith("NO");
            assertThat(client.ask("NOOP")).startsWith("OK");
        }
    }

    @Test
    void saysLaterWhileTheDatabaseIsDown() throws Exception {
        try (Client client = Client.encrypted(server.address)) {
            server.accounts.down = true;
            assertThat(client.ask("AUTHENTICATE \"PLAIN\" \"" + GOOD + "\"")).startsWith("NO (TRYLATER) ");
            server.accounts.down = false;
            assertThat(client.ask("AUTHENTICATE \"PLAIN\" \"" + GOOD + "\"")).startsWith("OK");
        }
    }

    @Test
    void unauthenticateEndsTheLogin() throws Exception {
        try (Client client = Client.loggedIn(server.address, ALICE)) {
            assertThat(client.ask("UNAUTHENTICATE")).startsWith("OK");
            assertThat(client.ask("LISTSCRIPTS")).startsWith("NO");
            assertThat(client.ask(
                            "AUTHENTICATE \"PLAIN\" \"" + Client.plain("bob@example.test", TestServer.PASSWORD) + "\""))
                    .startsWith("OK");
            assertThat(client.ask("CAPABILITY")).contains("\"OWNER\" \"bob@example.test\"");
        }
    }

    @Test
    void refusesOldTls() throws Exception {
        try (Client client = new Client(server.address)) {
            client.answer();
            client.ask("STARTTLS");
            // a ClientHello that offers TLS 1.0 at most
            client.send(new byte[] {
                0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0x2f, 1, 0, 0
            });
            assertThat(client.nextByte()).as("an alert or the end").isIn(0x15, -1);
        }
    }

    private static String string(String text, boolean literal) {
        return literal ? Client.literal(text) : '"' + text + '"';
    }
}

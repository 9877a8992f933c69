// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class FramingTest {

    private static final String ALICE = "alice@example.test";

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
    void pipelinedCommandsRunOnceAndInOrder() throws Exception {
        try (Client client = Client.loggedIn(server.address, ALICE)) {
            String evil = "# \r\nDELETESCRIPT \"a\"\r\nLOGOUT\r\n";
            client.send(
                    Client.putScript("a", "keep;") + Client.putScript("b", evil.replace("\r\n", "\r\n#"))
                            + "SETACTIVE \"a\"\r\nRENAMESCRIPT \"b\" \"c\"\r\nRENAMESCRIPT \"b\" \"c\"\r\nLISTSCRIPTS\r\nLOGOUT\r\n");
            assertThat(client.answer()).isEqualTo("OK \"PUTSCRIPT completed.\"");
            assertThat(client.answer()).isEqualTo("OK \"PUTSCRIPT completed.\"");
            assertThat(client.answer()).isEqualTo("OK \"Setactive completed.\"");
            assertThat(client.answer()).isEqualTo("OK \"Renamescript completed.\"");
            assertThat(client.answer()).startsWith("NO (NONEXISTENT)");
            assertThat(client.answer()).startsWith("\"a\" ACTIVE\r\n\"c\"\r\nOK");
            assertThat(client.answer()).startsWith("OK");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void answersAlikeWhereverTheConversationIsCut() throws Exception {
        byte[] conversation = (Client.putScript("a", "# LOGOUT\r\nkeep;\r\n") + "SETACTIVE {1+}\r\na\r\n"
                        + "GETSCRIPT \"a\"\r\nSETACTIVE \"\"\r\nDELETESCRIPT \"a\"\r\nNOOP \"end\"\r\n")
                .getBytes(StandardCharsets.UTF_8);
        try (Client client = Client.loggedIn(server.address, ALICE)) {
            for (int cut = 1; cut < conversation.length; cut++) {
                client.send(Arrays.copyOf(conversation, cut));
                client.send(Arrays.copyOfRange(conversation, cut, conversation.length));
                assertThat(client.answer()).as("cut at %d", cut).isEqualTo("OK \"PUTSCRIPT completed.\"");
                assertThat(client.answer()).isEqualTo("OK \"Setactive completed.\"");
                assertThat(client.answer()).isEqualTo("{17}\r\n# LOGOUT\r\nkeep;\r\n\r\nOK \"Getscript completed.\"");
                assertThat(client.answer()).isEqualTo("OK \"Setactive completed.\"");
                assertThat(client.answer()).isEqualTo("OK \"Deletescript completed.\"");
                assertThat(client.answer()).startsWith("OK (TAG \"end\")");
            }
        }
    }

    @Test
    void manyPipelinedCommandsAreAllAnswered() throws Exception {
        try (Client client = Client.loggedIn(server.address, ALICE)) {
            client.send(Client.putScript("a", "keep; # " + "x".repeat(2000)).repeat(200));
            for (int i = 0; i < 200; i++) {
                assertThat(client.answer()).isEqualTo("OK \"PUTSCRIPT completed.\"");
            }
            assertThat(client.ask("LISTSCRIPTS")).startsWith("\"a\"\r\nOK");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NOOP \"open\r\n", "NOOP {x}\r\n", "\0\0\0\0", "\u0016\u0003\u0001\u0002", "NOOP {20000+}\r\n"})
    void closesWhenTheGrammarBreaksBeforeLogin(String bytes) throws Exception {
        try (Client client = new Client(server.address)) {
            client.answer();
            client.send(bytes);
            assertThat(client.answer()).startsWith("BYE ");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void takesEightKilobytesBeforeLoginAndNoMore() throws Exception {
        try (Client client = new Client(server.address)) {
            client.answer();
            client.send("NOOP\r\n".repeat(1365));
            for (int i = 0; i < 1365; i++) {
                assertThat(client.answer()).startsWith("OK");
            }
            client.send("NOOP\r\n");
            assertThat(client.answer()).startsWith("BYE \"Too much data before login.\"");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void theAnswerArrivesThoughTheClientStillSends() throws Exception {
        try (Client client = Client.loggedIn(server.address, ALICE)) {
            client.send("x".repeat(200_000));
            assertThat(client.answer()).startsWith("BYE \"Line too long.\"");
        }
    }

    @Test
    void closesAfterTenBadCommands() throws Exception {
        try (Client client = new Client(server.address)) {
            client.answer();
            client.send("GET / HTTP/1.1\r\n".repeat(20));
            for (int i = 1; i < 10; i++) {
                assertThat(client.answer()).startsWith("NO ");
            }
            assertThat(client.answer()).startsWith("BYE ");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void closesSilentSessions() throws Exception {
        try (TestServer impatient = new TestServer(settings(Duration.ofMillis(300), 50));
                Client silent = new Client(impatient.address)) {
            silent.answer();
            assertThat(silent.answer()).isEqualTo("BYE \"Disconnected for inactivity.\"");
            assertThat(silent.closed()).isTrue();
        }
    }

    @Test
    void limitsConnectionsOfOneAddressAndFreesThem() throws Exception {
        try (TestServer small = new TestServer(settings(Duration.ofSeconds(60), 2));
                Client first = new Client(small.address)) {
            first.answer();
            try (Client second = new Client(small.address)) {
                second.answer();
                try (Client third = new Client(small.address)) {
                    assertThat(third.answer()).isEqualTo("BYE (TRYLATER) \"Too many connections.\"");
                }
                second.ask("LOGOUT");
            }
            String greeting = "";
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!greeting.contains("OK") && System.nanoTime() < deadline) {
                try (Client again = new Client(small.address)) {
                    greeting = again.answer();
                }
            }
            assertThat(greeting).contains("OK");
        }
    }

    private static ManageSieveSettings settings(Duration loginIdle, int perAddress) {
        return new ManageSieveSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Duration.ofMinutes(30),
                loginIdle,
                Duration.ofMinutes(3),
                TestServer.DELAY,
                50,
                perAddress,
                1 << 20,
                5,
                2);
    }

    @Test
    void whatIsSaidInClearWhereTlsIsExpectedIsNotLogged() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        lines.start();
        root.addAppender(lines);
        try (Client client = new Client(server.address)) {
            client.answer();
            client.ask("STARTTLS");
            client.send("AUTHENTICATE \"PLAIN\" \"secret\"\r\n");
            while (client.nextByte() >= 0) {
                // an alert may come before the end
            }
        } finally {
            root.detachAppender(lines);
        }
        String hexadecimal = "736563726574";
        assertThat(lines.list)
                .anyMatch(event -> event.getFormattedMessage().startsWith("check=tls"))
                .noneMatch(event -> event.getFormattedMessage().contains("secret")
                        || event.getFormattedMessage().contains(hexadecimal));
    }
}

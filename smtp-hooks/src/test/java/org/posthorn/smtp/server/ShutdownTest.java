// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.TestServer;

class ShutdownTest {

    @Test
    void leavesNoFileOfAMessageThatWasBeingReceived() throws Exception {
        TestServer server = new TestServer();
        try (SmtpClient client = server.withRecipient()) {
            client.expect("DATA", "354");
            client.raw("a: b\r\n\r\n" + "x".repeat(1_000_000));
            awaitFile();
            server.close();
            assertThat(client.closedByServer()).isTrue();
        }
        assertThat(filesOfMessages()).isEmpty();
        assertThat(server.spool.mails()).isEmpty();
    }

    private static void awaitFile() throws Exception {
        Instant deadline = Instant.now().plusSeconds(10);
        while (filesOfMessages().isEmpty()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(5);
        }
    }

    private static List<Path> filesOfMessages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.toString().endsWith(".m64"))
                    .filter(ShutdownTest::holdsOurMessage)
                    .toList();
        }
    }

    private static boolean holdsOurMessage(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(400), StandardCharsets.ISO_8859_1).contains("a: b\r\n\r\nxxx");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void endsAtOnceWhenNobodyIsConnected() throws Exception {
        TestServer server = new TestServer();
        server.close();
        assertThat(new OpenSessions().awaitNone(Duration.ZERO)).isTrue();
    }

    @Test
    void waitsForASessionNoLongerThanItIsTold() {
        OpenSessions sessions = new OpenSessions();
        sessions.opened();
        assertThat(sessions.awaitNone(Duration.ofMillis(1))).isFalse();
        sessions.closed();
        assertThat(sessions.awaitNone(Duration.ofMillis(1))).isTrue();
    }
}

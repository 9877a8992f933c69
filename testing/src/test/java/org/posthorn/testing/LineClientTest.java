// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineClientTest {
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @Test
    void readsRepliesOfManyLines() throws IOException {
        try (LineClient client = LineClient.plain(listener.getLocalPort());
                Socket server = accept("250-first\r\n250 last\r\nrest\r\n")) {
            assertThat(client.reply()).containsExactly("250-first", "250 last");
            assertThat(client.line()).contains("rest");
            server.close();
            assertThat(client.line()).isEmpty();
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void readsUpToTheLineItWaitsFor() throws IOException {
        try (LineClient client = LineClient.plain(listener.getLocalPort());
                Socket server = accept("* one\r\na1 OK done\r\nabc")) {
            assertThat(client.until("a1 ")).containsExactly("* one", "a1 OK done");
            assertThat(client.bytes(3)).isEqualTo("abc");
            assertThat(server.isConnected()).isTrue();
        }
    }

    @Test
    void sendsBytesAsTheyAre() throws IOException {
        try (LineClient client = LineClient.plain(listener.getLocalPort());
                Socket server = accept("")) {
            client.sendRaw("\u00ff\n").send("x");
            assertThat(server.getInputStream().readNBytes(5)).containsExactly(0xff, '\n', 'x', '\r', '\n');
        }
    }

    @Test
    void comesFromTheAddressItIsGiven() throws IOException {
        try (LineClient client = LineClient.plain("127.0.0.2", "127.0.0.1", listener.getLocalPort());
                Socket server = accept("")) {
            assertThat(server.getInetAddress().getHostAddress()).isEqualTo("127.0.0.2");
            assertThat(client.session()).isEmpty();
        }
    }

    @Test
    void failsWhenTheLineIsAnother() throws IOException {
        try (LineClient client = LineClient.plain(listener.getLocalPort());
                Socket server = accept("550 no\r\n")) {
            assertThatThrownBy(() -> client.expect("250"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("550 no");
            assertThat(server.isConnected()).isTrue();
        }
    }

    @Test
    void doesNotWaitForEver() throws IOException {
        try (LineClient client = LineClient.plain(listener.getLocalPort()).patience(Duration.ofMillis(50));
                Socket server = accept("half a line")) {
            assertThatThrownBy(client::line).isInstanceOf(SocketTimeoutException.class);
            assertThat(client.isClosedByServer()).isFalse();
            assertThat(server.isConnected()).isTrue();
        }
    }

    private Socket accept(String words) throws IOException {
        Socket server = listener.accept();
        server.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
        return server;
    }
}

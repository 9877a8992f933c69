// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A raw client for protocols of lines: sends exactly the bytes it is told, over plain TCP or TLS, and trusts every certificate.
 *
 * <p>Lines are ISO 8859-1, one character per byte, so that nothing is lost. A server that stays silent ends a read with {@link SocketTimeoutException}
 * after 30 s unless {@link #patience} says otherwise.
 */
public final class LineClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private Socket socket;
    private InputStream input;

    private LineClient(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to 127.0.0.1 in clear. */
    public static LineClient plain(int port) throws IOException {
        return plain("127.0.0.1", "127.0.0.1", port);
    }

    /** Connects in clear from an address of this machine: 127.0.0.2 is a stranger to a server that trusts 127.0.0.1. */
    public static LineClient plain(String from, String to, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(to, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new LineClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Connects to 127.0.0.1 with TLS from the first byte. */
    public static LineClient tls(int port) throws IOException {
        LineClient client = plain(port);
        try {
            return client.startTls();
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** Makes the TLS handshake; the protocol's command for it must have been answered before. */
    public LineClient startTls(String... protocols) throws IOException {
        SSLSocket secured = (SSLSocket) TrustEverything.context()
                .getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        if (protocols.length > 0) {
            secured.setEnabledProtocols(protocols);
        }
        secured.startHandshake();
        socket = secured;
        input = new BufferedInputStream(secured.getInputStream());
        return this;
    }

    /** How long a read waits. */
    public LineClient patience(Duration patience) throws IOException {
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
        return this;
    }

    /** The TLS session; absent in clear. */
    public Optional<SSLSession> session() {
        return socket instanceof SSLSocket secured ? Optional.of(secured.getSession()) : Optional.empty();
    }

    /** Sends a line and CRLF. */
    public LineClient send(String line) throws IOException {
        return sendRaw(line + "\r\n");
    }

    /** Sends these characters as bytes and nothing else. */
    public LineClient sendRaw(String characters) throws IOException {
        return sendRaw(characters.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends these bytes in one write. */
    public LineClient sendRaw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** The next line without its CRLF; absent when the server has closed the connection. */
    public Optional<String> line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next;
        while ((next = input.read()) != -1 && next != '\n') {
            bytes.write(next);
        }
        if (next == -1 && bytes.size() == 0) {
            return Optional.empty();
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        return Optional.of(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }

    /** Exactly so many bytes, such as an IMAP literal. */
    public String bytes(int count) throws IOException {
        return new String(input.readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** An SMTP reply with all its lines: up to the first that has no hyphen after its code. */
    public List<String> reply() throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = line().orElseThrow(() -> closed(lines));
            lines.add(line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return lines;
    }

    /** Sends an SMTP command and reads the reply; its lines are joined by line feeds. */
    public String command(String line) throws IOException {
        send(line);
        return String.join("\n", reply());
    }

    /** All lines up to and including the first that begins so (IMAP's tagged answer, ManageSieve's OK or NO, POP3's dot). */
    public List<String> until(String... beginnings) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = line().orElseThrow(() -> closed(lines));
            lines.add(line);
            for (String beginning : beginnings) {
                if (line.startsWith(beginning)) {
                    return lines;
                }
            }
        }
    }

    /** Reads a line and fails when it does not begin so. */
    public String expect(String beginning) throws IOException {
        String line = line().orElseThrow(() -> closed(List.of()));
        if (!line.startsWith(beginning)) {
            throw new AssertionError("expected <" + beginning + "...> but the server sent <" + line + ">");
        }
        return line;
    }

    /** Whether the server closes the connection now; what it sends before is dropped. */
    public boolean isClosedByServer() throws IOException {
        try {
            while (input.read() != -1) {
                continue;
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException | SSLException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static IOException closed(List<String> lines) {
        return new IOException("the server closed the connection; it had sent " + lines);
    }
}

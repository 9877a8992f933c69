// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/**
 * A bare client of line protocols (SMTP, IMAP, POP3, ManageSieve): sends what a test says, byte for byte, and reads lines.
 * It believes every certificate. Text is ISO-8859-1, so that a byte is a character.
 */
public final class LineClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private LineClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects in clear, from 127.0.0.2, as a stranger would. */
    public static LineClient plain(int port) {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            return new LineClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects with TLS from the first byte. */
    public static LineClient tls(int port) {
        return plain(port).upgrade();
    }

    /** Goes on under TLS; the protocol's own command for it has been answered already. */
    public LineClient upgrade() {
        return upgrade("TLSv1.3", "TLSv1.2");
    }

    /** Goes on under TLS of these versions only. */
    public LineClient upgrade(String... versions) {
        try {
            SSLSocket secure = (SSLSocket)
                    TrustingTls.context().getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
            secure.setEnabledProtocols(versions);
            secure.startHandshake();
            socket = secure;
            in = new BufferedInputStream(secure.getInputStream());
            out = secure.getOutputStream();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a line with CRLF at its end. */
    public LineClient send(String line) {
        return sendRaw(line + "\r\n");
    }

    /** Sends text as it is. */
    public LineClient sendRaw(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one line, without its end. Fails when the server closes first. */
    public String readLine() {
        StringBuilder line = new StringBuilder();
        int next = read();
        while (next != '\n') {
            if (next < 0) {
                throw new AssertionError("the server closed the connection after: " + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
            next = read();
        }
        return line.toString();
    }

    /** Reads lines until one begins with the prefix, and gives them all. */
    public List<String> readUntil(String prefix) {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(readLine());
        } while (!lines.get(lines.size() - 1).startsWith(prefix));
        return lines;
    }

    /** Reads an SMTP reply and gives its last line. */
    public String reply() {
        String line = readLine();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = readLine();
        }
        return line;
    }

    /** Sends a line and reads the SMTP reply's last line. */
    public String ask(String line) {
        return send(line).reply();
    }

    /** Sends a line of IMAP with a tag of its own and reads all lines up to the tagged one. */
    public List<String> imap(String command) {
        send("t1 " + command);
        return readUntil("t1 ");
    }

    /** Whether the server closes the connection, after whatever it still has to say. */
    public boolean isClosedByServer() {
        try {
            while (in.read() >= 0) {
                continue;
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

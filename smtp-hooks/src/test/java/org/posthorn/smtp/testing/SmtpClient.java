// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client that sends exactly what it is told to, and reads whole replies. */
public final class SmtpClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private Socket socket;
    private InputStream in;

    private SmtpClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static SmtpClient connect(int port) throws Exception {
        SmtpClient client = new SmtpClient(open(port));
        assertThat(client.reply()).startsWith("220 ");
        return client;
    }

    static SmtpClient connectTls(int port) throws Exception {
        SmtpClient client = new SmtpClient(wrap(open(port)));
        assertThat(client.reply()).startsWith("220 ");
        return client;
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
        return socket;
    }

    private static SSLSocket wrap(Socket plain) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustEverybody()}, new SecureRandom());
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
        tls.startHandshake();
        return tls;
    }

    public static String plain(String user, String password) {
        return base64("\0" + user + "\0" + password);
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public void startTls() throws Exception {
        expect("STARTTLS", "220 2.0.0");
        socket = wrap(socket);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends a line and returns the reply. */
    public String send(String line) throws IOException {
        raw(line + "\r\n");
        return reply();
    }

    /** Sends a line and checks how the reply begins. */
    public String expect(String line, String start) throws IOException {
        String reply = send(line);
        assertThat(reply).as("the reply to %s", line).startsWith(start);
        return reply;
    }

    /** Checks how the next reply begins. */
    public String expectReply(String start) throws IOException {
        String reply = reply();
        assertThat(reply).startsWith(start);
        return reply;
    }

    public void raw(String bytes) throws IOException {
        raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** One reply with all its lines, without the last line end; empty when the server has closed. */
    public String reply() throws IOException {
        StringBuilder lines = new StringBuilder();
        while (true) {
            String line = line();
            lines.append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return lines.toString();
            }
            lines.append('\n');
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = read(); value >= 0; value = read()) {
            if (value == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
            }
            line.write(value);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private int read() throws IOException {
        try {
            return in.read();
        } catch (SocketException e) {
            return -1;
        }
    }

    /** Whether the server has closed the connection, and said nothing more before. */
    public boolean closedByServer() throws IOException {
        return read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class TrustEverybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

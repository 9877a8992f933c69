// SPDX-License-Identifier: Apache-2.0
package org.posthorn.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A talk in lines with a server on this machine, in clear or over TLS. The server's certificate is not checked: it is
 * often one that it made itself, and the bytes do not leave the machine.
 */
final class Conversation implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Socket socket;
    private BufferedReader answers;

    private Conversation(Socket socket) throws IOException {
        this.socket = socket;
        this.answers = reader(socket);
    }

    static Conversation inClear(String host, int port) throws IOException {
        Socket socket = new Socket(host, port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return new Conversation(socket);
    }

    static Conversation overTls(String host, int port) throws IOException {
        Conversation conversation = inClear(host, port);
        conversation.startTls();
        return conversation;
    }

    /** Goes on in TLS. */
    void startTls() throws IOException {
        SSLSocket secured = (SSLSocket) context()
                .getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        answers = reader(secured);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads up to a line that begins so; any other last line of a reply is a refusal. */
    List<String> expect(String begin, String continuation) throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = answers.readLine();
            if (line == null) {
                throw new IOException("the server closed the connection; its last words: " + lines);
            }
            lines.add(line);
        } while (line.startsWith(continuation) && !line.startsWith(begin));
        if (!line.startsWith(begin)) {
            throw new IOException("the server answered: " + line);
        }
        return lines;
    }

    /** A whole SMTP reply. */
    List<String> expectReply(String code) throws IOException {
        return expect(code + " ", code + "-");
    }

    /** Sends an IMAP command and reads everything up to its end. */
    List<String> command(String tag, String command) throws IOException {
        send(tag + " " + command);
        List<String> lines = new ArrayList<>();
        String line;
        while ((line = answers.readLine()) != null) {
            lines.add(line);
            if (line.startsWith(tag + " OK")) {
                return lines;
            }
            if (line.startsWith(tag + " ")) {
                throw new IOException("the server answered: " + line);
            }
        }
        throw new IOException("the server closed the connection");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Unchecked()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    private static final class Unchecked implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

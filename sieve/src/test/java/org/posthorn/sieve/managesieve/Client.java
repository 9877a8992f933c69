// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/** A ManageSieve client on a raw socket. */
final class Client implements AutoCloseable {

    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

    private Socket socket;
    private InputStream in;

    /** Connects without reading the greeting. */
    Client(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects, and goes on up to TLS. */
    static Client encrypted(InetSocketAddress server) throws IOException {
        Client client = new Client(server);
        client.answer();
        client.ask("STARTTLS");
        client.startTls();
        client.answer();
        return client;
    }

    /** Connects and logs in. */
    static Client loggedIn(InetSocketAddress server, String user) throws IOException {
        Client client = encrypted(server);
        String answer = client.ask("AUTHENTICATE \"PLAIN\" \"" + plain(user, TestServer.PASSWORD) + "\"");
        if (!answer.startsWith("OK")) {
            throw new IOException(answer);
        }
        return client;
    }

    static String plain(String user, String password) {
        return base64("\0" + user + "\0" + password);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String putScript(String name, String script) {
        return "PUTSCRIPT \"" + name + "\" " + literal(script) + "\r\n";
    }

    static String literal(String text) {
        return "{" + text.getBytes(StandardCharsets.UTF_8).length + "+}\r\n" + text;
    }

    void startTls() throws IOException {
        SSLSocket tls = (SSLSocket)
                TestTls.CONTEXT.getSocketFactory().createSocket(socket, "mail.example.test", socket.getPort(), true);
        tls.startHandshake();
        socket = tls;
        in = new BufferedInputStream(tls.getInputStream());
    }

    String protocol() {
        return ((SSLSocket) socket).getSession().getProtocol();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    String ask(String line) throws IOException {
        send(line + "\r\n");
        return answer();
    }

    /** Everything up to and with the line that says OK, NO or BYE; nothing if the server closed. */
    String answer() {
        StringBuilder all = new StringBuilder();
        try {
            while (true) {
                String line = line();
                all.append(line).append("\r\n");
                Matcher literal = LITERAL.matcher(line);
                while (literal.find()) {
                    all.append(new String(in.readNBytes(Integer.parseInt(literal.group(1))), StandardCharsets.UTF_8));
                    String rest = line();
                    all.append(rest).append("\r\n");
                    literal = LITERAL.matcher(rest);
                }
                if (line.startsWith("OK") || line.startsWith("NO") || line.startsWith("BYE")) {
                    return all.toString().strip();
                }
            }
        } catch (EOFException e) {
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    int nextByte() {
        try {
            return in.read();
        } catch (SocketException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed, with nothing left to read. */
    boolean closed() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return !(e instanceof SocketTimeoutException);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Connects over IMAPS, logs in and logs out, many times: CPU per login, against any server on this machine.
 *
 * <p>Arguments: {@code HOST PORT COUNT SESSIONS PIDS USERS PASSWORD_FILE}. {@code USERS} is one user name, or a pattern
 * with one {@code %d} that is counted up, so that no login finds the one before it remembered.
 */
public final class ImapLoginLoad {

    private ImapLoginLoad() {}

    /** Warms up with a fifth of the logins, then measures, and prints one JSON line. */
    @TerminalOutput
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 7) {
            throw new IllegalArgumentException("usage: HOST PORT COUNT SESSIONS PIDS USERS PASSWORD_FILE");
        }
        InetAddress host = Load.loopback(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        int each = Integer.parseInt(arguments[2]) / Integer.parseInt(arguments[3]);
        int sessions = Integer.parseInt(arguments[3]);
        String users = arguments[5];
        String password = Files.readString(Path.of(arguments[6])).strip();
        SSLContext tls = trustingAll();
        int warmUp = Math.max(1, each / 5);
        new Load("warm-up", arguments[4])
                .run(sessions, i -> () -> logIn(tls, host, port, users, password, i * warmUp, warmUp));
        int start = sessions * warmUp;
        System.out.println(new Load("imaps-login", arguments[4])
                .run(sessions, i -> () -> logIn(tls, host, port, users, password, start + i * each, each)));
    }

    private static int logIn(
            SSLContext tls, InetAddress host, int port, String users, String password, int first, int count)
            throws IOException {
        for (int i = first; i < first + count; i++) {
            try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(host, port)) {
                socket.setTcpNoDelay(true);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                expect(in, "* OK");
                String user = users.replace("%d", Integer.toString(i));
                command(socket, "a LOGIN " + user + " \"" + password + "\"");
                expect(in, "a OK");
                command(socket, "b LOGOUT");
                expect(in, "b OK");
            }
        }
        return count;
    }

    private static void command(SSLSocket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static void expect(BufferedReader in, String start) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith("* ") && !line.startsWith(start)) {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(start)) {
            throw new IOException("expected " + start + ", got: " + line);
        }
    }

    /** A new session for each context use: no TLS session is resumed, as with clients that come for the first time. */
    private static SSLContext trustingAll() throws Exception {
        X509TrustManager trust = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, new SecureRandom());
        context.getClientSessionContext().setSessionCacheSize(1);
        return context;
    }
}

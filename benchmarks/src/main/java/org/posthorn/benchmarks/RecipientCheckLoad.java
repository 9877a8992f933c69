// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks port 25 for many different recipients over pipelined sessions, each address once: how many recipient checks a
 * second, none of them answered from memory.
 *
 * <p>Arguments: {@code HOST PORT COUNT SESSIONS PIDS PATTERN}. {@code PATTERN} holds one {@code %d}, such as
 * {@code user%d@example.test}; the addresses must exist, see {@link org.posthorn.benchmarks.sql.ManyMailboxes}.
 */
public final class RecipientCheckLoad {

    private static final int RECIPIENTS_PER_TRANSACTION = 500;

    private RecipientCheckLoad() {}

    /** Runs the load once to warm up with a tenth of the addresses, then with the rest, and prints one JSON line. */
    @TerminalOutput
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 6) {
            throw new IllegalArgumentException("usage: HOST PORT COUNT SESSIONS PIDS PATTERN");
        }
        InetAddress host = Load.loopback(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        int sessions = Integer.parseInt(arguments[3]);
        String pattern = arguments[5];
        int warmUp = count / 10;
        new Load("warm-up", arguments[4])
                .run(sessions, i -> () -> check(host, port, pattern, share(0, warmUp, i, sessions)));
        System.out.println(new Load("recipient-check", arguments[4])
                .run(sessions, i -> () -> check(host, port, pattern, share(warmUp, count, i, sessions))));
    }

    private static int[] share(int from, int to, int session, int sessions) {
        int width = (to - from) / sessions;
        return new int[] {from + session * width, from + (session + 1) * width};
    }

    private static int check(InetAddress host, int port, String pattern, int[] range) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            OutputStream out = socket.getOutputStream();
            expect(in, "220");
            send(out, "EHLO load.outside.test\r\n");
            expect(in, "250");
            for (int next = range[0]; next < range[1]; next += RECIPIENTS_PER_TRANSACTION) {
                int last = Math.min(next + RECIPIENTS_PER_TRANSACTION, range[1]);
                send(out, transaction(pattern, next, last));
                expect(in, "250");
                for (int i = next; i < last; i++) {
                    expect(in, "250");
                }
                expect(in, "250");
            }
            send(out, "QUIT\r\n");
            expect(in, "221");
            return range[1] - range[0];
        }
    }

    private static String transaction(String pattern, int from, int to) {
        StringBuilder commands = new StringBuilder("MAIL FROM:<load@outside.test>\r\n");
        for (int i = from; i < to; i++) {
            commands.append("RCPT TO:<")
                    .append(pattern.replace("%d", Integer.toString(i)))
                    .append(">\r\n");
        }
        return commands.append("RSET\r\n").toString();
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void expect(InputStream in, String code) throws IOException {
        String line = readLine(in);
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = readLine(in);
        }
        if (!line.startsWith(code)) {
            throw new IOException("expected " + code + ", got: " + line);
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed after: " + line);
            }
            line.append((char) c);
        }
        return line.toString();
    }
}

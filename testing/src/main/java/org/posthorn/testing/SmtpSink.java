// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Another server's port 25, on a free port of 127.0.0.1: takes every mail and keeps it for the test to look at. */
public final class SmtpSink implements AutoCloseable {

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> mails = new CopyOnWriteArrayList<>();

    /**
     * One mail as it came over the wire.
     *
     * @param sender the argument of MAIL
     * @param recipients the arguments of RCPT
     * @param text header and body, CRLF line ends, dots unstuffed
     */
    public record Received(String sender, List<String> recipients, String text) {
        public Received {
            recipients = List.copyOf(recipients);
        }
    }

    private SmtpSink(ServerSocket listener) {
        this.listener = listener;
    }

    /** Starts listening. */
    public static SmtpSink start() {
        try {
            SmtpSink sink = new SmtpSink(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
            sink.threads.execute(sink::accept);
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What has come so far. */
    public List<Received> mails() {
        return List.copyOf(mails);
    }

    /** Waits for a mail; fails after half a minute. */
    public Received await(Predicate<Received> wanted) {
        if (!Poll.until(Duration.ofSeconds(30), () -> mails.stream().anyMatch(wanted))) {
            throw new AssertionError("the mail did not come; what came: " + mails);
        }
        return mails.stream().filter(wanted).findFirst().orElseThrow();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> talk(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = client.getOutputStream();
            say(out, "220 sink.test ESMTP");
            String sender = "";
            List<String> recipients = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.toUpperCase(Locale.ROOT);
                if (verb.startsWith("MAIL")) {
                    sender = argument(line);
                    recipients.clear();
                } else if (verb.startsWith("RCPT")) {
                    recipients.add(argument(line));
                } else if (verb.startsWith("DATA")) {
                    say(out, "354 go on");
                    mails.add(new Received(sender, recipients, text(in)));
                } else if (verb.startsWith("QUIT")) {
                    say(out, "221 2.0.0 bye");
                    return;
                }
                say(out, "250 2.0.0 ok");
            }
        } catch (IOException e) {
            return; // the client went away; what it had handed over whole is kept
        }
    }

    private static String text(BufferedReader in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return text.toString();
    }

    private static String argument(String line) {
        int from = line.indexOf('<');
        int to = line.indexOf('>', Math.max(from, 0));
        return from < 0 || to < 0 ? line : line.substring(from + 1, to);
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}

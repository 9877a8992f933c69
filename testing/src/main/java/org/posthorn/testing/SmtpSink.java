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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another mail server on a free port of 127.0.0.1: takes every mail and remembers it, or refuses what it was told to. */
public final class SmtpSink implements AutoCloseable {
    /**
     * A mail as it came.
     *
     * @param from the reverse path without its brackets; empty for a bounce
     * @param recipients the forward paths without their brackets
     * @param content one character per byte, dots unstuffed, with CRLF
     */
    public record Received(String from, List<String> recipients, String content) {}

    private final ServerSocket listener;
    private final List<Received> mails = new CopyOnWriteArrayList<>();
    private final Map<String, String> recipientReplies = new ConcurrentHashMap<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile String dataReply = "250 2.0.0 taken";

    private SmtpSink(ServerSocket listener) {
        this.listener = listener;
    }

    /** Starts listening. */
    public static SmtpSink start() {
        try {
            SmtpSink sink = new SmtpSink(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
            daemon(sink::acceptAll, "smtp-sink");
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** From now on answers RCPT of this address so, for instance {@code 550 5.1.1 unknown}. */
    public SmtpSink answerRecipient(String address, String reply) {
        recipientReplies.put(address.toLowerCase(Locale.ROOT), reply);
        return this;
    }

    /** From now on answers the end of a mail so; only a 250 makes it remembered. */
    public SmtpSink answerData(String reply) {
        dataReply = reply;
        return this;
    }

    /** What came until now. */
    public List<Received> mails() {
        return List.copyOf(mails);
    }

    /** Waits until so many mails have come, at most so long, and returns what came. */
    public List<Received> awaitMails(int count, Duration limit) {
        Poll.until(limit, () -> mails.size() >= count);
        return mails();
    }

    /** Forgets what came. */
    public void clear() {
        mails.clear();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                daemon(() -> serve(connection), "smtp-sink-session");
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            new Session(connection).talk();
        } catch (IOException e) {
            return;
        } finally {
            connections.remove(connection);
        }
    }

    private final class Session {
        private final BufferedReader input;
        private final OutputStream output;
        private final List<String> recipients = new ArrayList<>();
        private String from = "";

        Session(Socket connection) throws IOException {
            input = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            output = connection.getOutputStream();
        }

        void talk() throws IOException {
            answer("220 sink.outside.test ESMTP");
            String line;
            while ((line = input.readLine()) != null) {
                answer(replyTo(line));
                if (line.regionMatches(true, 0, "QUIT", 0, 4)) {
                    return;
                }
            }
        }

        private String replyTo(String line) throws IOException {
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            return switch (verb) {
                case "EHLO" -> "250-sink.outside.test\r\n250-8BITMIME\r\n250-DSN\r\n250 ENHANCEDSTATUSCODES";
                case "MAIL" -> begin(path(line));
                case "RCPT" -> recipient(path(line));
                case "DATA" -> recipients.isEmpty() ? "503 5.5.1 no recipient" : data();
                case "HELO", "NOOP" -> "250 2.0.0 ok";
                case "RSET" -> begin("");
                case "QUIT" -> "221 2.0.0 bye";
                default -> "500 5.5.2 unknown";
            };
        }

        private String begin(String sender) {
            from = sender;
            recipients.clear();
            return "250 2.1.0 ok";
        }

        private String recipient(String address) {
            String reply = recipientReplies.getOrDefault(address.toLowerCase(Locale.ROOT), "250 2.1.5 ok");
            if (reply.startsWith("2")) {
                recipients.add(address);
            }
            return reply;
        }

        private String data() throws IOException {
            answer("354 go on");
            StringBuilder content = new StringBuilder();
            String line;
            while ((line = input.readLine()) != null && !line.equals(".")) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            String reply = dataReply;
            if (line != null && reply.startsWith("250")) {
                mails.add(new Received(from, List.copyOf(recipients), content.toString()));
            }
            begin("");
            return reply;
        }

        private void answer(String reply) throws IOException {
            output.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            output.flush();
        }
    }

    private static String path(String line) {
        int begin = line.indexOf('<');
        int end = line.indexOf('>', begin + 1);
        return begin < 0 || end < 0 ? "" : line.substring(begin + 1, end);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a mail from one user to another through the submission port and reads it back over IMAPS.
 *
 * <p>Arguments: host, submission port, IMAPS port, sender, recipient. The two passwords are lines of standard input.
 * Exit codes: 0 when the mail was read, 1 when it was not.
 */
public final class Demonstration {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String host;
    private final String subject = "Posthorn demonstration " + UUID.randomUUID();
    private final PrintStream out;

    private Demonstration(String host, PrintStream out) {
        this.host = host;
        this.out = out;
    }

    @TerminalOutput
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        BufferedReader passwords = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String senderPassword = String.valueOf(passwords.readLine());
        String recipientPassword = String.valueOf(passwords.readLine());
        Demonstration demonstration = new Demonstration(arguments[0], out);
        try {
            demonstration.send(Integer.parseInt(arguments[1]), arguments[3], senderPassword, arguments[4]);
            demonstration.read(Integer.parseInt(arguments[2]), arguments[4], recipientPassword);
        } catch (IOException e) {
            out.println("  the demonstration failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private void send(int port, String sender, String password, String recipient) throws IOException {
        try (Conversation server = Conversation.inClear(host, port)) {
            server.expectReply("220");
            server.send("EHLO client.example.test");
            server.expectReply("250");
            server.send("STARTTLS");
            server.expectReply("220");
            server.startTls();
            server.send("EHLO client.example.test");
            server.expectReply("250");
            server.send("AUTH PLAIN " + base64("\0" + sender + "\0" + password));
            server.expectReply("235");
            server.send("MAIL FROM:<" + sender + ">");
            server.expectReply("250");
            server.send("RCPT TO:<" + recipient + ">");
            server.expectReply("250");
            server.send("DATA");
            server.expectReply("354");
            server.send(message(sender, recipient));
            List<String> accepted = server.expectReply("250");
            out.println("  sent      a clean mail from " + sender + " to " + recipient + ", port " + port + ": "
                    + accepted.get(0));
            server.send("QUIT");
        }
    }

    private String message(String sender, String recipient) {
        return String.join(
                "\r\n",
                "From: <" + sender + ">",
                "To: <" + recipient + ">",
                "Subject: " + subject,
                "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now()),
                "Message-ID: <" + UUID.randomUUID() + "@example.test>",
                "",
                "The post has come.",
                ".");
    }

    private void read(int port, String user, String password) throws IOException {
        try (Conversation server = Conversation.overTls(host, port)) {
            server.expect("* OK", "* ");
            server.command("a1", "LOGIN " + user + " " + password);
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            String found = "";
            while (found.isEmpty()) {
                server.command("a2", "SELECT INBOX");
                found = number(server.command("a3", "SEARCH SUBJECT \"" + subject + "\""));
                if (found.isEmpty() && System.nanoTime() > deadline) {
                    throw new IOException("the mail did not arrive in the INBOX of " + user);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            server.command("a4", "FETCH " + found + " BODY.PEEK[]");
            out.println(
                    "  received  in the INBOX of " + user + ", read over IMAPS, port " + port + ": message " + found);
            server.command("a5", "LOGOUT");
        }
    }

    private static String number(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("* SEARCH "))
                .map(line -> line.substring("* SEARCH ".length()).strip())
                .findFirst()
                .orElse("");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.testing.PosthornServer.Port;

/** SMTP sessions as tests need them. */
final class Smtp {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Smtp() {}

    /** A word that stands in no other mail. */
    static String word() {
        return "word" + COUNT.incrementAndGet() + "x" + Long.toString(System.nanoTime(), 36);
    }

    /** A stranger on port 25 who has said EHLO. */
    static Session stranger(Stack stack) {
        Session client = Session.plain(stack.port(Port.SMTP));
        client.reply();
        client.ask("EHLO client.outside.test");
        return client;
    }

    /** A stranger on port 25 who has said EHLO and MAIL. */
    static Session withSender(Stack stack) {
        Session client = stranger(stack);
        client.ask("MAIL FROM:<x@outside.test>");
        return client;
    }

    /** Somebody on port 587 who has said EHLO under TLS. */
    static Session submission(Stack stack) {
        Session client = Session.plain(stack.port(Port.SUBMISSION));
        client.reply();
        client.ask("EHLO client.outside.test");
        client.ask("STARTTLS");
        client.upgrade();
        client.ask("EHLO client.outside.test");
        return client;
    }

    /** A user on port 587 who has logged in. */
    static Session user(Stack stack, String user) {
        Session client = submission(stack);
        String answer = client.ask(authPlain(user, Stack.PASSWORD));
        if (!answer.startsWith("235")) {
            throw new AssertionError("login of " + user + ": " + answer);
        }
        return client;
    }

    static String authPlain(String user, String password) {
        byte[] response = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return "AUTH PLAIN " + Base64.getEncoder().encodeToString(response);
    }

    /** A short mail with this subject. */
    static String mail(String subject) {
        return "From: X <x@outside.test>\r\nTo: somebody\r\nSubject: " + subject
                + "\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <" + subject
                + "@outside.test>\r\n\r\nHello.\r\n";
    }

    /** Sends the text of a mail after RCPT was accepted; gives the reply to the final dot. */
    static String data(Session client, String text) {
        client.ask("DATA");
        client.sendRaw(text);
        return client.sendRaw(".\r\n").reply();
    }

    /** Delivers a mail from a stranger, and fails if it is not accepted. */
    static void deliver(Stack stack, String recipient, String subject) {
        try (Session client = withSender(stack)) {
            String answer = client.ask("RCPT TO:<" + recipient + ">");
            String accepted = answer.startsWith("250") ? data(client, mail(subject)) : answer;
            if (!accepted.startsWith("250 2.0.0")) {
                throw new AssertionError("mail to " + recipient + ": " + accepted);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer.Port;

/** A user's mailbox over IMAPS, as far as tests look into it. */
final class Imap implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Session client;

    private Imap(Session client) {
        this.client = client;
    }

    static Imap login(Stack stack, String user) {
        return login(stack, user, Stack.PASSWORD);
    }

    static Imap login(Stack stack, String user, String password) {
        Session client = Session.tls(stack.port(Port.IMAPS));
        client.readLine();
        String answer = last(client.imap("LOGIN \"" + user + "\" \"" + password + "\""));
        if (!answer.startsWith("t1 OK")) {
            throw new AssertionError("login of " + user + ": " + answer);
        }
        return new Imap(client);
    }

    /** The tagged answer to LOGIN, whatever it is. */
    static String loginAnswer(Stack stack, String user, String password) {
        try (Session client = Session.tls(stack.port(Port.IMAPS))) {
            client.readLine();
            return last(client.imap("LOGIN \"" + user + "\" \"" + password + "\""));
        }
    }

    List<String> command(String command) {
        return client.imap(command);
    }

    /** Stores a message, one character a byte; gives the tagged answer. */
    String append(String folder, String message) {
        client.send("t1 APPEND \"" + folder + "\" {" + message.length() + "}");
        String answer = client.readLine();
        return answer.startsWith("+") ? last(client.sendRaw(message).send("").readUntil("t1 ")) : answer;
    }

    /** Waits until a mail with this word in its subject lies in a folder, and gives its text. */
    String await(String folder, String word) {
        AtomicReference<String> found = new AtomicReference<>("");
        boolean came = Poll.until(PATIENCE, () -> {
            found.set(find(folder, word));
            return !found.get().isEmpty();
        });
        if (!came) {
            throw new AssertionError("no mail with " + word + " came to " + folder);
        }
        return found.get();
    }

    /** How many mails with this word in the subject lie in a folder. */
    int count(String folder, String word) {
        client.imap("SELECT \"" + folder + "\"");
        return (int) numbers(word).chars().filter(c -> c == ' ').count();
    }

    private String find(String folder, String word) {
        if (!last(client.imap("SELECT \"" + folder + "\"")).startsWith("t1 OK")) {
            return "";
        }
        String numbers = numbers(word).strip();
        if (numbers.isEmpty()) {
            return "";
        }
        String first = numbers.split(" ", -1)[0];
        List<String> answer = client.imap("UID FETCH " + first + " BODY.PEEK[]");
        // James refuses a UID of which SEARCH knows and the session, which selected an empty folder, does not yet
        return last(answer).contains(" BAD ") ? "" : String.join("\n", answer);
    }

    /** The UIDs that a search for the subject finds, each after a blank. */
    private String numbers(String word) {
        return client.imap("UID SEARCH SUBJECT " + word).stream()
                .filter(line -> line.startsWith("* SEARCH"))
                .map(line -> line.substring("* SEARCH".length()))
                .findFirst()
                .orElse("");
    }

    static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    @Override
    public void close() {
        client.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.posthorn.testing.LineClient;

/** A user's inbox over IMAPS, read byte by byte. */
public final class Inbox implements AutoCloseable {

    /** A stored message, one character a byte, and the size that the server says it has. */
    public record Stored(long uid, String bytes, long statedSize) {}

    private static final Pattern COUNT = Pattern.compile("MESSAGES (\\d+)");
    private static final Pattern UID = Pattern.compile("UID (\\d+)");
    private static final Pattern SIZE = Pattern.compile("RFC822\\.SIZE (\\d+)");
    private static final Pattern LITERAL = Pattern.compile("BODY\\[[^]]*\\] \\{(\\d+)\\}$");

    private final LineClient client;

    private Inbox(LineClient client) {
        this.client = client;
    }

    /** Logs in and opens the inbox. */
    public static Inbox open(int port, String user, String password) {
        try {
            LineClient client = LineClient.tls(port);
            client.expect("* OK");
            Inbox inbox = new Inbox(client);
            inbox.command("LOGIN \"" + user + "\" \"" + password + "\"");
            inbox.command("SELECT INBOX");
            return inbox;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many messages there are now. */
    public long count() {
        return number(COUNT, String.join("\n", command("STATUS INBOX (MESSAGES)")));
    }

    /** The UIDs of all messages, in their order; by SEARCH, because James answers BAD to a FETCH in an empty folder. */
    public List<Long> uids() {
        return command("UID SEARCH ALL").stream()
                .filter(line -> line.startsWith("* SEARCH "))
                .flatMap(line -> Stream.of(line.substring("* SEARCH ".length()).split(" ")))
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    /** Hands over each of these messages, one after the other. */
    public void read(List<Long> uids, BiConsumer<Long, Stored> consumer) {
        for (long uid : uids) {
            fetch(uid).forEach(stored -> consumer.accept(stored.uid(), stored));
        }
    }

    /** The message, or none when it has gone. */
    public List<Stored> fetch(long uid) {
        try {
            client.send("f UID FETCH " + uid + " (UID RFC822.SIZE BODY.PEEK[])");
            List<Stored> found = new ArrayList<>();
            String line = client.expect("");
            while (!line.startsWith("f ")) {
                Matcher literal = LITERAL.matcher(line);
                if (literal.find()) {
                    String bytes = client.bytes(Integer.parseInt(literal.group(1)));
                    String around = line + client.expect("");
                    found.add(new Stored(number(UID, around), bytes, number(SIZE, around)));
                }
                line = client.expect("");
            }
            if (!line.startsWith("f OK")) {
                throw new AssertionError("FETCH of " + uid + ": " + line);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a command and gives the lines of its answer, which must be OK. */
    public List<String> command(String command) {
        try {
            List<String> lines = client.send("c " + command).until("c ");
            if (!lines.get(lines.size() - 1).startsWith("c OK")) {
                throw new AssertionError(command + ": " + lines.get(lines.size() - 1));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

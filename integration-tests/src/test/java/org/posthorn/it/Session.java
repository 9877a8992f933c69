// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.testing.LineClient;

/** A line client for sentences: what it cannot say or hear fails the test without being mentioned. */
final class Session implements AutoCloseable {

    private final LineClient client;

    private Session(LineClient client) {
        this.client = client;
    }

    static Session plain(int port) {
        return of(() -> new Session(LineClient.plain(port)));
    }

    static Session tls(int port) {
        return of(() -> new Session(LineClient.tls(port)));
    }

    /** Goes on under TLS of these versions, or any; the protocol's own command for it has been answered. */
    Session upgrade(String... versions) {
        of(() -> client.startTls(versions));
        return this;
    }

    /** How long a read waits from now on. */
    Session patience(Duration patience) {
        of(() -> client.patience(patience));
        return this;
    }

    Session send(String line) {
        of(() -> client.send(line));
        return this;
    }

    Session sendRaw(String characters) {
        of(() -> client.sendRaw(characters));
        return this;
    }

    String readLine() {
        return of(() -> client.expect(""));
    }

    List<String> readUntil(String beginning) {
        return of(() -> client.until(beginning));
    }

    /** All lines up to and including the one that is exactly this. */
    List<String> readUntilLine(String last) {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(readLine());
        } while (!lines.get(lines.size() - 1).equals(last));
        return lines;
    }

    /** The last line of an SMTP reply. */
    String reply() {
        return Imap.last(of(client::reply));
    }

    /** Sends an SMTP command and gives the last line of the reply. */
    String ask(String line) {
        return send(line).reply();
    }

    /** Sends an IMAP command and gives all lines up to the tagged one, whose tag is {@code t1}. */
    List<String> imap(String command) {
        return send("t1 " + command).readUntil("t1 ");
    }

    boolean isClosedByServer() {
        return of(client::isClosedByServer);
    }

    @Override
    public void close() {
        of(() -> {
            client.close();
            return true;
        });
    }

    private static <T> T of(Talk<T> talk) {
        try {
            return talk.go();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Talk<T> {
        T go() throws IOException;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.PosthornServer.Port;
import org.posthorn.testing.SmtpSink;

/**
 * A PostfixAdmin database with the accounts of {@code accounts.sql}, Posthorn over it, and the rest of the world behind its
 * smarthost.
 */
final class Stack implements AutoCloseable {

    /** The password of every account. */
    static final String PASSWORD = "Secret-Pw11";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final MariaDbServer mariaDb;
    private final SmtpSink world = SmtpSink.start();
    private final String database = "postfixadmin" + COUNT.incrementAndGet();
    private final PosthornServer posthorn = new PosthornServer();

    private Stack(MariaDbFlavour flavour, Map<String, String> settings) {
        mariaDb = MariaDbServer.of(flavour).start();
        mariaDb.createDatabase(
                database,
                resource("/org/posthorn/postfixadmin/sql/postfixadmin-tables.sql"),
                resource("/org/posthorn/it/accounts.sql"));
        posthorn.database(mariaDb, database)
                .set("POSTHORN_SMARTHOST", "127.0.0.1:" + world.port())
                .set("POSTHORN_RETRY_DELAYS", "1s");
        settings.forEach(posthorn::set);
        posthorn.up();
    }

    /** The stack that all tests share which change nothing that another could miss; it ends with the tests. */
    static Stack shared() {
        return Shared.INSTANCE;
    }

    /** A stack of one's own, whose database may be stopped. */
    static Stack own() {
        return own(MariaDbServer.flavour(), Map.of());
    }

    /** A stack of one's own over this MariaDB, with these environment variables for the launcher. */
    static Stack own(MariaDbFlavour flavour, Map<String, String> settings) {
        return new Stack(flavour, settings);
    }

    PosthornServer posthorn() {
        return posthorn;
    }

    MariaDbServer mariaDb() {
        return mariaDb;
    }

    String database() {
        return database;
    }

    int port(Port port) {
        return posthorn.port(port);
    }

    /** What an administrator does in the panel. */
    void sql(String statements) {
        mariaDb.execute(database, statements);
    }

    /** What has left for other servers so far. */
    List<SmtpSink.Received> sent() {
        return world.mails();
    }

    /** Waits for the mail with this word to leave for another server. */
    SmtpSink.Received awaitSent(String word) {
        if (!Poll.until(
                PATIENCE, () -> sent().stream().anyMatch(mail -> mail.content().contains(word)))) {
            throw new AssertionError("no mail with " + word + " left; what left: " + sent());
        }
        return sent().stream()
                .filter(mail -> mail.content().contains(word))
                .findFirst()
                .orElseThrow();
    }

    private static String resource(String name) {
        try (InputStream stream = Stack.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        posthorn.close();
        world.close();
        mariaDb.close();
    }

    /** Server and database go with the tests' process by themselves. */
    private static final class Shared {
        private static final Stack INSTANCE = own();
    }
}

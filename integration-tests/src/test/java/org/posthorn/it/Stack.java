// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.SmtpSink;

/**
 * A PostfixAdmin database with the accounts of {@code accounts.sql}, Posthorn over it, and the rest of the world behind its
 * smarthost.
 */
final class Stack implements AutoCloseable {

    /** The password of every account. */
    static final String PASSWORD = "Secret-Pw11";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String TABLES = "/org/posthorn/postfixadmin/sql/postfixadmin-tables.sql";

    private final MariaDbServer mariaDb;
    private final String database;
    private final SmtpSink world;
    private final PosthornServer posthorn;
    private final Path passwordFile;

    private Stack(MariaDbServer mariaDb, Map<String, String> settings) {
        this.mariaDb = mariaDb;
        this.database = "postfixadmin" + COUNT.incrementAndGet();
        mariaDb.createDatabase(database, resource(TABLES), resource("/org/posthorn/it/accounts.sql"));
        this.world = SmtpSink.start();
        this.passwordFile = passwordFile(mariaDb.password());
        Map<String, String> all = new HashMap<>(Map.of(
                "POSTHORN_DB_URL",
                mariaDb.jdbcUrl(database),
                "POSTHORN_DB_USER",
                mariaDb.user(),
                "POSTHORN_DB_PASSWORD_FILE",
                passwordFile.toString(),
                "POSTHORN_DB_SCHEMA",
                database + "_posthorn",
                "POSTHORN_SMARTHOST",
                "127.0.0.1:" + world.port(),
                "POSTHORN_RETRY_DELAYS",
                "1s"));
        all.putAll(settings);
        this.posthorn = PosthornServer.prepare(repository(), all);
    }

    /** The stack that all tests share which change nothing that another could miss; it ends with the tests. */
    static Stack shared() {
        return Shared.INSTANCE;
    }

    /** A stack of one's own over a database server of one's own, which may be stopped. */
    static Stack own(Map<String, String> settings) {
        Stack stack = new Stack(MariaDbServer.of(MariaDbFlavour.EMBEDDED).start(), settings);
        stack.posthorn.up();
        return stack;
    }

    static Path repository() {
        return Path.of(System.getProperty("posthorn.repository", ".."))
                .toAbsolutePath()
                .normalize();
    }

    PosthornServer posthorn() {
        return posthorn;
    }

    MariaDbServer mariaDb() {
        return mariaDb;
    }

    /** Other servers, as far as Posthorn can tell. */
    SmtpSink world() {
        return world;
    }

    /** What an administrator does in the panel. */
    void sql(String statements) {
        mariaDb.execute(database, statements);
    }

    String database() {
        return database;
    }

    /** A client of the named service: SMTP, SUBMISSION, IMAPS ... */
    int port(String service) {
        return posthorn.port(service);
    }

    private static Path passwordFile(String password) {
        try {
            Path file = Files.createTempFile(
                    "posthorn-db-",
                    ".password",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, password + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try {
            posthorn.close();
            world.close();
            mariaDb.close();
        } finally {
            passwordFile.toFile().delete();
        }
    }

    private static final class Shared {
        private static final Stack INSTANCE = start();

        private static Stack start() {
            Stack stack = own(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            return stack;
        }
    }
}

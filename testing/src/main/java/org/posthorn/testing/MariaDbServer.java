// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real MariaDB for tests: a process of its own on a free port of 127.0.0.1 and on a Unix socket, in a fresh directory that goes with it.
 *
 * <p>Most tests share one per JVM and take a database of their own from it ({@link #shared} and {@link #createDatabase}); those that stop or kill the
 * server start one for themselves, in a try block or as a static {@code @RegisterExtension} field. As root the server runs as user nobody. Grants are on,
 * durability is that of a test: a killed server keeps what was committed, a killed machine does not.
 */
public final class MariaDbServer implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String USER = "tester";
    private static final Map<MariaDbFlavour, MariaDbServer> SHARED = new EnumMap<>(MariaDbFlavour.class);

    private final MariaDbFlavour flavour;
    private final String password = randomPassword();
    private @Nullable Path directory;
    private @Nullable Guardian process;
    private int port;

    private MariaDbServer(MariaDbFlavour flavour) {
        this.flavour = flavour;
    }

    /** A server that is not started yet. */
    public static MariaDbServer of(MariaDbFlavour flavour) {
        return new MariaDbServer(flavour);
    }

    /** The server that all tests of this JVM share; it is started at the first call and ends with the JVM. Never stop or kill it. */
    public static MariaDbServer shared(MariaDbFlavour flavour) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(flavour, MariaDbServer::startShared);
        }
    }

    /** The flavours this machine can run, for parametrised tests. */
    public static List<MariaDbFlavour> flavours() {
        return Arrays.stream(MariaDbFlavour.values())
                .filter(flavour -> flavour == MariaDbFlavour.EMBEDDED || debianIsInstalled())
                .toList();
    }

    /** Whether Debian's MariaDB is on this machine. */
    public static boolean debianIsInstalled() {
        return MariaDbBinaries.debianIsInstalled();
    }

    /** Starts the server, on the same port and the same data where it ran before; returns when it answers. */
    public synchronized MariaDbServer start() {
        if (process != null) {
            throw new IllegalStateException("already started");
        }
        MariaDbBinaries binaries = MariaDbBinaries.of(flavour);
        Path home = home(binaries);
        process = Guardian.start(home, log(home), command(binaries, home));
        waitUntilItAnswers(process, home);
        return this;
    }

    /** Ends the server as its service manager would; data stay. */
    public synchronized void stop() {
        end("TERM");
    }

    /** Kills the server with signal 9; data stay as they are at that moment. */
    public synchronized void kill9() {
        end("KILL");
    }

    /** Stops and starts. */
    public void restart() {
        stop();
        start();
    }

    /** Stops the server if it runs and removes its directory. */
    @Override
    public synchronized void close() {
        if (process != null) {
            kill9();
        }
        if (directory != null) {
            Directories.delete(directory);
            directory = null;
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** The TCP port on 127.0.0.1; it stays over restarts. */
    public synchronized int port() {
        if (port == 0) {
            throw new IllegalStateException("never started");
        }
        return port;
    }

    /** The Unix socket. */
    public synchronized Path socket() {
        return socket(startedIn());
    }

    /** The server's process. */
    public synchronized long processId() {
        if (process == null) {
            throw new IllegalStateException("not running");
        }
        return process.processId();
    }

    /** A JDBC URL without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:mysql://127.0.0.1:" + port() + "/" + database;
    }

    /** A user who may do everything. */
    public String user() {
        return USER;
    }

    /** The password of {@link #user()}. */
    public String password() {
        return password;
    }

    /** What the server has written in its log. */
    public synchronized String log() {
        try {
            return Files.readString(log(startedIn()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a connection as {@link #user()}; several statements may stand in one string. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                jdbcUrl(database) + "?allowMultiQueries=true&allowPublicKeyRetrieval=true&sslMode=DISABLED",
                user(),
                password());
    }

    /**
     * Makes a database anew, whether it was there or not.
     *
     * @param sqlScripts the texts of scripts, not their names; run in it one after the other
     * @return its JDBC URL
     */
    public String createDatabase(String name, String... sqlScripts) {
        execute("", "DROP DATABASE IF EXISTS `" + name + "`; CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4");
        execute(name, sqlScripts);
        return jdbcUrl(name);
    }

    /** Runs scripts in a database; several statements may stand in one. */
    public void execute(String database, String... sqlScripts) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String script : sqlScripts) {
                statement.execute(script);
                while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                    continue;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot run a script in " + flavour + "/" + database, e);
        }
    }

    private static MariaDbServer startShared(MariaDbFlavour flavour) {
        MariaDbServer server = new MariaDbServer(flavour).start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-mariadb"));
        return server;
    }

    private Path home(MariaDbBinaries binaries) {
        if (directory == null) {
            Path fresh = Directories.fresh("posthorn-mariadb-");
            directory = fresh;
            port = FreePorts.one();
            MariaDbTemplate.copyTo(fresh.resolve("data"), binaries);
            writePassword(fresh);
            UnprivilegedUser.own(fresh);
        }
        return directory;
    }

    private void writePassword(Path home) {
        try {
            Path file = Files.createFile(
                    home.resolve("init.sql"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, "ALTER USER tester@127.0.0.1 IDENTIFIED BY '" + password + "';\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** TLS is off because MariaDB 11.4 makes a new RSA key at each start otherwise, for seconds. */
    private List<String> command(MariaDbBinaries binaries, Path home) {
        List<String> command = new ArrayList<>();
        command.add(binaries.server().toString());
        command.addAll(binaries.locations());
        command.addAll(UnprivilegedUser.serverOption());
        command.addAll(List.of(
                "--datadir=" + home.resolve("data"),
                "--tmpdir=" + home,
                "--socket=" + socket(home),
                "--pid-file=" + home.resolve("pid"),
                "--init-file=" + home.resolve("init.sql"),
                "--bind-address=127.0.0.1",
                "--port=" + port));
        command.addAll(List.of(
                "--skip-name-resolve",
                "--skip-ssl",
                "--character-set-server=utf8mb4",
                "--performance-schema=OFF",
                "--innodb-buffer-pool-size=32M",
                "--innodb-log-file-size=8M",
                "--innodb-autoextend-increment=1",
                "--innodb-flush-log-at-trx-commit=2",
                "--aria-pagecache-buffer-size=8M"));
        return command;
    }

    private void waitUntilItAnswers(Guardian started, Path home) {
        boolean answers = Poll.until(START_LIMIT, () -> !started.isRunning() || accepts());
        if (!answers || !started.isRunning()) {
            String log = log();
            close();
            throw new IllegalStateException("MariaDB " + flavour + " did not start in " + home + ": " + log);
        }
    }

    private boolean accepts() {
        try (Connection connection = connect("")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private void end(String signal) {
        if (process == null) {
            throw new IllegalStateException("not running");
        }
        process.end(signal);
        process = null;
    }

    private Path startedIn() {
        if (directory == null) {
            throw new IllegalStateException("never started");
        }
        return directory;
    }

    private static Path log(Path home) {
        return home.resolve("server.log");
    }

    private static Path socket(Path home) {
        return home.resolve("socket");
    }

    private static String randomPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

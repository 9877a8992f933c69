// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real MariaDB or MySQL for tests, on a free port of 127.0.0.1, with fresh data that go with it: a process of its own, or a container.
 *
 * <p>Most tests share one per JVM and take a database of their own from it ({@link #shared} and {@link #createDatabase}); those that stop or kill the
 * server start one for themselves, in a try block or as a static {@code @RegisterExtension} field. As root the server runs as another user. Grants are on,
 * durability is that of a test: a killed server keeps what was committed, a killed machine does not.
 */
public final class MariaDbServer implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String USER = "tester";
    private static final Map<MariaDbFlavour, MariaDbServer> SHARED = new EnumMap<>(MariaDbFlavour.class);

    private final MariaDbFlavour flavour;
    private final String password = randomPassword();
    private @Nullable DatabaseHost host;
    private boolean running;

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

    /**
     * The flavours for parametrised tests: those this machine can run, or those that {@code -Dposthorn.flavours=MYSQL,DEBIAN} names.
     *
     * @throws IllegalStateException if a named one cannot be run
     */
    public static List<MariaDbFlavour> flavours() {
        return Flavours.CHOSEN;
    }

    /** The flavour of tests that run on one alone: the first of {@link #flavours}. */
    public static MariaDbFlavour flavour() {
        return flavours().get(0);
    }

    /** Starts the server, on the same port and the same data where it ran before; returns when it answers. */
    public synchronized MariaDbServer start() {
        if (running) {
            throw new IllegalStateException("already started");
        }
        DatabaseHost started = host == null ? flavour.host(password) : host;
        host = started;
        started.start();
        running = true;
        waitUntilItAnswers(started);
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
        if (running) {
            kill9();
        }
        if (host != null) {
            host.remove();
            host = null;
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
        return existing().port();
    }

    /** The Unix socket of a MariaDB. */
    public synchronized Path socket() {
        return process().socket();
    }

    /** The process of a MariaDB. */
    public synchronized long processId() {
        return process().processId();
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
        return existing().log();
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

    private void waitUntilItAnswers(DatabaseHost started) {
        boolean answers = Poll.until(START_LIMIT, () -> !started.isRunning() || accepts());
        if (!answers || !started.isRunning()) {
            String log = started.log();
            close();
            throw new IllegalStateException(flavour + " did not start: " + log);
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
        if (!running) {
            throw new IllegalStateException("not running");
        }
        existing().end(signal);
        running = false;
    }

    private DatabaseHost existing() {
        if (host == null) {
            throw new IllegalStateException("never started");
        }
        return host;
    }

    private MariaDbProcess process() {
        if (existing() instanceof MariaDbProcess process) {
            return process;
        }
        throw new IllegalStateException(flavour + " is no process of this machine");
    }

    private static String randomPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

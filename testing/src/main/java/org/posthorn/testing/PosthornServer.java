// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The shipped server as an administrator starts it: the launcher {@code ./posthorn}, on free ports of 127.0.0.1, with its data in a fresh directory.
 *
 * <p>Without {@link #database} it brings its own embedded MariaDB. {@link #close} takes it down, waits until every port is closed and removes the
 * data; a shutdown hook does so when a test forgets it.
 */
public final class PosthornServer implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
    /** The ports of {@code POSTHORN_<name>_PORT}. */
    public enum Port {
        SMTP,
        SUBMISSION,
        SUBMISSIONS,
        IMAPS,
        POP3S,
        SIEVE,
        WEBADMIN,
        JMX,
        DB
    }

    /** What a command of the launcher gave. */
    public record Outcome(int exitCode, String output) {}

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(15);

    private final Path directory = Directories.fresh("posthorn-server-");
    private final Map<Port, Integer> ports = new EnumMap<>(Port.class);
    private final Map<String, String> environment = new HashMap<>();
    private final Thread hook = new Thread(this::takeDown, "posthorn-down");

    public PosthornServer() {
        List<Integer> free = FreePorts.several(Port.values().length);
        for (Port port : Port.values()) {
            ports.put(port, free.get(port.ordinal()));
            set("POSTHORN_" + port + "_PORT", String.valueOf(port(port)));
        }
        set("POSTHORN_BIND", "127.0.0.1");
        set("POSTHORN_HOSTNAME", "mail.example.test");
        set("POSTHORN_HOME", home().toString());
    }

    /** Sets an environment variable of the launcher; before {@link #up}. */
    public PosthornServer set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Uses a database of this server instead of the embedded MariaDB; it must hold PostfixAdmin's tables. */
    public PosthornServer database(MariaDbServer server, String name) {
        try {
            Path password = Files.writeString(directory.resolve("database.password"), server.password() + "\n");
            UnprivilegedUser.letServiceRead(password);
            return set("POSTHORN_DB_URL", server.jdbcUrl(name))
                    .set("POSTHORN_DB_USER", server.user())
                    .set("POSTHORN_DB_PASSWORD_FILE", password.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts everything; returns when all ports answer, fails with the launcher's words. */
    public PosthornServer up(String... options) {
        List<String> arguments = new ArrayList<>(List.of("up"));
        arguments.addAll(List.of(options));
        Runtime.getRuntime().removeShutdownHook(hook);
        Runtime.getRuntime().addShutdownHook(hook);
        Outcome outcome = run("", arguments.toArray(String[]::new));
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("./posthorn up: exit code " + outcome.exitCode() + "\n" + outcome.output());
        }
        return this;
    }

    /** Runs a command of the launcher with this text on its standard input. */
    public Outcome run(String input, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(launcherDirectory().resolve("posthorn").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("POSTHORN_"));
        builder.environment().putAll(environment);
        try {
            Path output = Files.createTempFile(directory, "launcher-", ".out");
            Process process = builder.redirectOutput(output.toFile()).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // the command ended without reading; its exit code says why
            }
            if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not end: " + Files.readString(output));
            }
            return new Outcome(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command + " was interrupted", e);
        }
    }

    /** Runs a command of the command line with this text, such as a password, on its standard input. */
    public Outcome cli(String input, String... arguments) {
        List<String> words = new ArrayList<>(List.of("cli"));
        words.addAll(List.of(arguments));
        return run(input, words.toArray(String[]::new));
    }

    public int port(Port port) {
        return ports.getOrDefault(port, 0);
    }

    /** The directory of all data. */
    public Path home() {
        return directory.resolve("home");
    }

    /** The process number of a part, {@code server} or {@code database}, as the launcher remembers it. */
    public long processId(String part) {
        try {
            String line = Files.readString(home().resolve("run").resolve(part + ".process"));
            return Long.parseLong(line.split(" ", 2)[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server has logged. */
    public String log() {
        try {
            return Files.readString(home().resolve("log/posthorn.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory of the launcher. */
    public static Path launcherDirectory() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("posthorn"))) {
            Path parent = directory.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "no launcher above " + Path.of("").toAbsolutePath());
            }
            directory = parent;
        }
        return directory;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        up();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        takeDown();
    }

    private void takeDown() {
        Outcome outcome = Files.exists(home()) ? run("", "down") : new Outcome(0, "");
        boolean closed =
                Poll.until(Duration.ofSeconds(30), () -> ports.values().stream().noneMatch(PosthornServer::isOpen));
        Directories.delete(directory);
        if (outcome.exitCode() != 0 || !closed) {
            throw new IllegalStateException("./posthorn down left something behind: " + outcome.output());
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

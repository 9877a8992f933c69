// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Posthorn as it is shipped, started and stopped by its own launcher, on free ports and with a data directory of its own
 * under the directory for temporary files.
 */
public final class PosthornServer implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 180;

    private final Path repository;
    private final Path home;
    private final Map<String, String> environment;

    /**
     * What a command said and how it ended.
     *
     * @param exitCode of the command
     * @param output standard output and standard error, as they came
     */
    public record Outcome(int exitCode, String output) {}

    private PosthornServer(Path repository, Path home, Map<String, String> environment) {
        this.repository = repository;
        this.home = home;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Prepares a server; nothing runs yet.
     *
     * @param repository the folder that holds {@code posthorn}
     * @param settings environment variables beside those that this fixture sets: ports, bind address, data directory
     */
    public static PosthornServer prepare(Path repository, Map<String, String> settings) {
        Path home = Directories.fresh("posthorn-home-");
        List<Integer> ports = FreePorts.several(9);
        Map<String, String> environment = new HashMap<>();
        environment.put("POSTHORN_HOME", home.toString());
        environment.put("POSTHORN_BIND", "127.0.0.1");
        environment.put("POSTHORN_HOSTNAME", "mail.example.test");
        List<String> names =
                List.of("SMTP", "SUBMISSION", "SUBMISSIONS", "IMAPS", "POP3S", "SIEVE", "WEBADMIN", "JMX", "DB");
        for (int i = 0; i < names.size(); i++) {
            environment.put("POSTHORN_" + names.get(i) + "_PORT", ports.get(i).toString());
        }
        environment.putAll(settings);
        return new PosthornServer(repository, home, environment);
    }

    /** {@code ./posthorn up}; fails with all that it printed when it does not come up. */
    public PosthornServer up() {
        Outcome outcome = run(List.of("up"), "");
        if (outcome.exitCode() != 0) {
            throw new AssertionError("./posthorn up ended with " + outcome.exitCode() + ":\n" + outcome.output());
        }
        return this;
    }

    /** Runs {@code ./posthorn} with these words and this standard input, and waits for its end. */
    public Outcome run(List<String> words, String input) {
        return run(words, input, Map.of());
    }

    /** The same with further environment variables. */
    public Outcome run(List<String> words, String input, Map<String, String> more) {
        try {
            Path output = Files.createTempFile("posthorn-output-", ".txt");
            try {
                Process process = start(words, more, output);
                process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(words + " did not end:\n" + Files.readString(output));
                }
                return new Outcome(process.exitValue(), Files.readString(output));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Output goes to a file: what stays in the background keeps it open, and a pipe would never end. */
    private Process start(List<String> words, Map<String, String> more, Path output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(repository.resolve("posthorn").toString());
        builder.command().addAll(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("POSTHORN_"));
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** The port of a service: SMTP, SUBMISSION, SUBMISSIONS, IMAPS, POP3S, SIEVE, WEBADMIN, JMX or DB. */
    public int port(String service) {
        return Integer.parseInt(setting("POSTHORN_" + service + "_PORT"));
    }

    /** The value of an environment variable that the server was prepared with. */
    public String setting(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    public Path home() {
        return home;
    }

    /** The server's log so far. */
    public String log() {
        try {
            return Files.readString(home.resolve("log").resolve("posthorn.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code ./posthorn down}, and the data directory is gone. */
    @Override
    public void close() {
        try {
            run(List.of("down"), "");
        } finally {
            Directories.delete(home);
        }
    }
}

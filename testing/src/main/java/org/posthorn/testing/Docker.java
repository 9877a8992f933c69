// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code docker}; it finds its engine as anywhere, by {@code DOCKER_HOST} or at the usual place. */
final class Docker {
    /** What a command gave: its output and its errors are one text. */
    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Docker() {}

    /** Runs a command that has to succeed, and gives its output. */
    static String run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Runs a command that has to succeed, with environment variables that need not be seen in the list of processes. */
    static String run(Map<String, String> environment, String... arguments) {
        Outcome outcome = outcome(LIMIT, environment, arguments);
        if (!outcome.succeeded()) {
            throw new IllegalStateException("docker " + String.join(" ", arguments) + ": " + outcome.output());
        }
        return outcome.output();
    }

    /** Runs a command; one that takes longer than its limit is ended, and where there is no Docker it fails as well. */
    static Outcome outcome(Duration limit, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(Directories.temporary(), "posthorn-docker-", ".out");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
                builder.environment().putAll(environment);
                return finished(builder.redirectOutput(output.toFile()).start(), limit, output);
            } catch (IOException e) {
                return new Outcome(-1, "there is no program docker");
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome finished(Process process, Duration limit, Path output) throws IOException {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Outcome(-1, "no end after " + limit + ": " + Files.readString(output));
            }
            return new Outcome(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Outcome(-1, "interrupted");
        }
    }
}

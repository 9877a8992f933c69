// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * MySQL in a container of {@link MySqlImage}, with its data in a volume that goes with the container.
 *
 * <p>The server is process 1 of its container, so a signal to the container is one to the server. A small shell waits on a pipe of this JVM and removes
 * the container when the pipe closes without a word, because the JVM was killed.
 */
final class MySqlContainer implements DatabaseHost {
    private static final String GUARD =
            """
            trap '' INT HUP
            read -r word || timeout 60 docker rm --force --volumes "$1" >/dev/null 2>&1
            """;

    private final String name = "posthorn-tests-" + UUID.randomUUID();
    private final String password;
    private final int port = FreePorts.one();
    private @Nullable Process guard;

    MySqlContainer(String password) {
        this.password = password;
    }

    @Override
    public void start() {
        if (guard == null) {
            guard = guard();
            Docker.run(
                    Map.of("TESTER_PASSWORD", password),
                    "create",
                    "--name=" + name,
                    "--label=org.posthorn.testing",
                    "--env=TESTER_PASSWORD",
                    "--publish=127.0.0.1:" + port + ":3306",
                    MySqlImage.NAME);
        }
        Docker.run("start", name);
    }

    /** One that has ended by itself is fine; {@code docker stop} kills one that does not end within its time. */
    @Override
    public void end(String signal) {
        String[] command = "KILL".equals(signal)
                ? new String[] {"kill", "--signal=KILL", name}
                : new String[] {"stop", "--time=60", name};
        Docker.Outcome outcome = Docker.outcome(Duration.ofMinutes(2), Map.of(), command);
        if (isRunning()) {
            throw new IllegalStateException(name + " does not end: " + outcome.output());
        }
    }

    @Override
    public boolean isRunning() {
        return "true"
                .equals(Docker.run("inspect", "--format={{.State.Running}}", name)
                        .strip());
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String log() {
        return Docker.run("logs", name);
    }

    @Override
    public void remove() {
        Docker.run("rm", "--force", "--volumes", name);
        Process shell = guard;
        if (shell != null) {
            release(shell);
            guard = null;
        }
    }

    String name() {
        return name;
    }

    private Process guard() {
        try {
            return new ProcessBuilder("/bin/sh", "-c", GUARD, "guard", name)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void release(Process shell) {
        try (var word = shell.getOutputStream()) {
            word.write("done\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process whose life ends with this JVM's, however that ends.
 *
 * <p>A small shell stands between: it starts the process and waits for a word on its standard input. When the pipe closes without one, because the JVM
 * was killed, the shell kills the process and removes its directory.
 */
final class Guardian {
    private static final String SCRIPT =
            """
            trap '' INT HUP
            directory=$1
            log=$2
            shift 2
            "$@" </dev/null >>"$log" 2>&1 &
            echo $!
            if read -r signal; then
                kill -"$signal" $!
                wait
            else
                kill -KILL $!
                wait
                rm -rf "$directory"
            fi
            """;

    private final Process shell;
    private final long processId;

    private Guardian(Process shell, long processId) {
        this.shell = shell;
        this.processId = processId;
    }

    /** Starts the command; its output is appended to the log, and the directory is what is removed if this JVM dies. */
    static Guardian start(Path directory, Path log, List<String> command) {
        List<String> guarded =
                new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "guardian", directory.toString(), log.toString()));
        guarded.addAll(command);
        try {
            Process shell = new ProcessBuilder(guarded)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
            String pid = answer.readLine();
            if (pid == null) {
                throw new IOException("the shell did not start");
            }
            return new Guardian(shell, Long.parseLong(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long processId() {
        return processId;
    }

    /** Whether the process still runs; one that has ended and was not yet waited for does not. */
    boolean isRunning() {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(processId), "stat"));
            return status.charAt(status.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends the signal and waits for the end; a process that ignores it for long is killed. */
    void end(String signal) {
        try (var words = shell.getOutputStream()) {
            words.write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            if (!shell.waitFor(30, TimeUnit.SECONDS)) {
                ProcessHandle.of(processId).ifPresent(ProcessHandle::destroyForcibly);
                shell.waitFor();
            }
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

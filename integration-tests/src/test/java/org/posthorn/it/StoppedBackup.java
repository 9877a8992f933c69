// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.PosthornServer.Outcome;

/** {@code ./posthorn backup}, stopped between its two steps: the spool is copied, the database is not yet. */
final class StoppedBackup implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CompletableFuture<Outcome> running;
    private final ProcessHandle launcher;

    private StoppedBackup(CompletableFuture<Outcome> running, ProcessHandle launcher) {
        this.running = running;
        this.launcher = launcher;
    }

    /** Returns when the server has made its snapshot; the launcher was stopped while it waited for that. */
    static StoppedBackup start(PosthornServer server, Path target) {
        CompletableFuture<Outcome> running =
                CompletableFuture.supplyAsync(() -> server.run("", "backup", target.toString()));
        await(() -> running.isDone() || snapshotCommand().findAny().isPresent());
        ProcessHandle launcher = launcher()
                .findFirst()
                .orElseThrow(() -> new AssertionError(running.join().output()));
        signal("STOP", launcher);
        await(() -> snapshotCommand().findAny().isEmpty());
        return new StoppedBackup(running, launcher);
    }

    /** Lets it go on to its end. */
    Outcome goOn() {
        signal("CONT", launcher);
        return running.join();
    }

    @Override
    public void close() {
        if (!running.isDone()) {
            goOn();
        }
    }

    private static Stream<ProcessHandle> launcher() {
        return ProcessHandle.current().children().filter(child -> commandLine(child)
                .contains("posthorn backup "));
    }

    private static Stream<ProcessHandle> snapshotCommand() {
        return launcher().flatMap(ProcessHandle::descendants).filter(process -> commandLine(process)
                .endsWith("org.posthorn.cli.Main snapshot"));
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }

    private static void await(BooleanSupplier condition) {
        if (!Poll.until(PATIENCE, condition)) {
            throw new AssertionError("the backup does not get to its snapshot, or not past it");
        }
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("cannot send " + name + " to " + process.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

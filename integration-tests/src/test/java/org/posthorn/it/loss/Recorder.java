// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer;

/** A Posthorn with its own MariaDB, both recorded while they work, and the states of their files after a loss of power. */
public final class Recorder implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final Path home;
    private final Path trace;
    private final AtomicInteger attempts = new AtomicInteger();
    private Instant begin = Instant.MAX;
    private int from;

    /** Nothing is recorded yet. */
    public Recorder(PosthornServer posthorn) throws IOException {
        home = posthorn.home();
        directory = Files.createTempDirectory("posthorn-power-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        trace = directory.resolve("trace");
    }

    /** Records both processes while something is done; what they did to their files by then is on the disk. */
    public Recording record(PosthornServer posthorn, Runnable work) throws IOException {
        try (Strace strace = Strace.attach(trace, posthorn.processId("server"), posthorn.processId("database"))) {
            if (!Poll.until(PATIENCE, this::copyIsComplete)) {
                throw new IllegalStateException("the server does not come to rest");
            }
            work.run();
        }
        Recording recording = read();
        from = recording.moment(begin);
        return recording;
    }

    /** Forces and copies all files; false where one of them changed meanwhile. */
    private boolean copyIsComplete() {
        begin = Instant.now();
        Path copy = directory.resolve("before" + attempts.incrementAndGet());
        run("sync");
        run("mkdir", copy.toString());
        run(
                "cp",
                "-a",
                "--sparse=always",
                home.resolve("spool").toString(),
                home.resolve("database").toString(),
                copy.toString());
        Recording soFar = read();
        int copied = soFar.moment(begin);
        return soFar.operations().stream().allMatch(operation -> operation.ended() < copied);
    }

    private Recording read() {
        return Recording.read(
                trace,
                List.of(home.resolve("spool"), home.resolve("database")),
                home.resolve("database"),
                Promises.WORDS);
    }

    /** The first moment after the copy. */
    public int from() {
        return from;
    }

    /** The states of the spool or of the database. */
    public DiskAfterPowerLoss disk(Recording recording, String name) {
        return new DiskAfterPowerLoss(
                recording,
                home.resolve(name),
                directory.resolve("before" + attempts).resolve(name),
                from);
    }

    /** A new directory for a state. */
    public Path fresh() throws IOException {
        Path fresh = Files.createTempDirectory(directory, "left-");
        Files.setOwner(fresh, Files.getOwner(home));
        return fresh;
    }

    /** Deletes a directory with all that is in it; one that is not there is fine. */
    public static void delete(Path tree) {
        try (Stream<Path> walk = Files.exists(tree) ? Files.walk(tree) : Stream.empty()) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A statement for the embedded database's administrator. */
    public void sql(String statement) {
        try (Stream<Path> programs = Files.list(home.resolve("mariadb"))) {
            Path client = programs.map(path -> path.resolve("bin/mariadb"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            run(
                    client.toString(),
                    "--defaults-file=" + home.resolve("secrets/database-root.cnf"),
                    "--socket=database.socket",
                    "--skip-ssl",
                    "--execute=" + statement);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(home.resolve("run").toFile())
                    .redirectErrorStream(true)
                    .start();
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + words);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How much was written down. */
    public String size() throws IOException {
        return String.format(Locale.ROOT, "%d MB", Files.size(trace) >> 20);
    }

    @Override
    public void close() {
        if (!Boolean.getBoolean("posthorn.power.keep")) {
            delete(directory);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.posthorn.testing.Poll;

/** Writes down what running processes do to files and say on sockets, all threads of all of them in one order, until it is closed. */
public final class Strace implements AutoCloseable {

    /** Everything that can change a file or the name of one; and what is sent, for the moments of the acknowledgements. */
    private static final String CALLS =
            "write,pwrite64,writev,pwritev,pwritev2,sendto,io_submit,sendfile,copy_file_range,splice,mmap,"
                    + "ftruncate,fallocate,lseek,fsync,fdatasync,open,openat,creat,mkdir,mkdirat,rmdir,unlink,unlinkat,"
                    + "rename,renameat,renameat2,link,linkat";

    private static final int LONGEST_WRITE = 16 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;

    private Strace(Process process) {
        this.process = process;
    }

    /** Whether strace is here and may look at processes of this user. */
    public static boolean isPossible() {
        try {
            Process victim = new ProcessBuilder("sleep", "0.3").start();
            Process strace = new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "-p", String.valueOf(victim.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return strace.waitFor(10, TimeUnit.SECONDS) && strace.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Begins to record; returns when all these processes are watched. */
    public static Strace attach(Path trace, Long... processes) throws IOException {
        refuseSharedMappings(processes);
        Path words = Files.createTempFile(trace.getParent(), "strace-", ".words");
        List<String> command =
                new ArrayList<>(List.of("strace", "-f", "-y", "-ttt", "-s", String.valueOf(LONGEST_WRITE)));
        command.addAll(List.of("-e", "trace=" + CALLS, "-e", "signal=none", "-o", trace.toString()));
        for (long process : processes) {
            command.addAll(List.of("-p", String.valueOf(process)));
        }
        Strace strace = new Strace(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start());
        if (!Poll.until(PATIENCE, () -> Arrays.stream(processes)
                .allMatch(process -> read(words).contains("Process " + process + " attached")))) {
            strace.close();
            throw new IllegalStateException("strace did not attach: " + read(words));
        }
        return strace;
    }

    /**
     * What is written into memory that is mapped from a file is not seen. MariaDB maps its {@code tc.log}, which it writes for
     * transactions over several engines only, and where it keeps nothing of InnoDB.
     */
    private static void refuseSharedMappings(Long... processes) throws IOException {
        for (long process : processes) {
            try (var lines =
                    Files.lines(Path.of("/proc", String.valueOf(process), "maps"), StandardCharsets.ISO_8859_1)) {
                List<String> mapped = lines.filter(line -> line.contains(" rw-s "))
                        .filter(line -> !line.contains("/hsperfdata_")
                                && !line.endsWith("(deleted)")
                                && !line.endsWith("/tc.log"))
                        .toList();
                if (!mapped.isEmpty()) {
                    throw new IllegalStateException("files are written by way of memory: " + mapped);
                }
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the recording; the processes go on. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

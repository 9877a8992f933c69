// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** CPU time of a process to the nanosecond, from the schedulers' figures of its threads (Linux); threads that ended are not in it. */
final class TaskCpu {

    private static final double NANOS_PER_MILLI = 1e6;

    private final Path tasks;

    TaskCpu(long process) {
        this.tasks = Path.of("/proc", Long.toString(process), "task");
    }

    /** Milliseconds of all threads that run now. */
    double millis() throws IOException {
        long nanos = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                nanos += nanos(thread.resolve("schedstat"));
            }
        }
        return nanos / NANOS_PER_MILLI;
    }

    private static long nanos(Path figures) throws IOException {
        try {
            String text = Files.readString(figures);
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            // a thread that ends between opening and reading
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return 0;
            }
            throw e;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The CPU time that processes and all their descendants have used so far, from {@code /proc} (Linux). */
final class ProcessCpu {

    /** Clock ticks per second in {@code /proc/PID/stat}; 100 on every Linux that a JDK is built for. */
    private static final long TICKS_PER_SECOND = 100;

    private final List<Long> roots;

    ProcessCpu(List<Long> roots) {
        this.roots = List.copyOf(roots);
    }

    Duration used() {
        long ticks = 0;
        for (long pid : withDescendants()) {
            ticks += ticks(pid);
        }
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    private List<Long> withDescendants() {
        List<Long> all = new ArrayList<>(roots);
        for (long root : roots) {
            ProcessHandle.of(root)
                    .ifPresent(process ->
                            process.descendants().map(ProcessHandle::pid).forEach(all::add));
        }
        return all;
    }

    /** User and system time of the process and of its children that have ended: fields 14 to 17 of proc(5). */
    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11])
                    + Long.parseLong(fields[12])
                    + Long.parseLong(fields[13])
                    + Long.parseLong(fields[14]);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

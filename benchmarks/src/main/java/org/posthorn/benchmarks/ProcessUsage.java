// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has used so far, from {@code /proc} (Linux; {@code io} needs the same user or root).
 *
 * @param cpuMillis CPU time, user and system, in steps of 10 ms
 * @param writtenBytes bytes the process made the disks write, less those of files that were deleted before they were written; a file
 *     system's own journal is not in it
 */
public record ProcessUsage(double cpuMillis, double writtenBytes) {
    private static final int MILLIS_PER_TICK = 10;

    /** Nothing. */
    public static final ProcessUsage NONE = new ProcessUsage(0, 0);

    /** Reads the figures of a process. */
    public static ProcessUsage of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
        List<String> counters = Files.readAllLines(process.resolve("io"));
        double written = counter(counters, "write_bytes:") - counter(counters, "cancelled_write_bytes:");
        return new ProcessUsage(ticks * MILLIS_PER_TICK, written);
    }

    private static double counter(List<String> counters, String name) {
        return counters.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(
                        line -> Double.parseDouble(line.substring(name.length()).strip()))
                .sum();
    }

    /** Adds. */
    public ProcessUsage plus(ProcessUsage other) {
        return new ProcessUsage(cpuMillis + other.cpuMillis, writtenBytes + other.writtenBytes);
    }

    /** What was used since {@code before}. */
    public ProcessUsage since(ProcessUsage before) {
        return new ProcessUsage(cpuMillis - before.cpuMillis, writtenBytes - before.writtenBytes);
    }
}

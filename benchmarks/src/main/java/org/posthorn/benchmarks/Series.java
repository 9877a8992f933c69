// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of one variant over all rounds; printed as one line of JSON. */
public final class Series {
    private final List<Double> latencies = new ArrayList<>();
    private ProcessUsage client = ProcessUsage.NONE;
    private ProcessUsage database = ProcessUsage.NONE;
    private double seconds;
    private double bytes;

    /**
     * Adds a round.
     *
     * @param millis the latency of each operation
     * @param wallSeconds from the first operation's begin to the last one's end
     * @param messageBytes bytes of all messages
     */
    public void add(
            List<Double> millis,
            double wallSeconds,
            double messageBytes,
            ProcessUsage byClient,
            ProcessUsage byDatabase) {
        latencies.addAll(millis);
        seconds += wallSeconds;
        bytes += messageBytes;
        client = client.plus(byClient);
        database = database.plus(byDatabase);
    }

    /** The line. */
    public String report(String what) {
        List<Double> sorted = latencies.stream().sorted().toList();
        int count = sorted.size();
        return String.format(
                Locale.ROOT,
                "{%s,\"count\":%d,\"per_second\":%.1f,\"p50_ms\":%.2f,\"p95_ms\":%.2f,\"client_cpu_ms\":%.3f,"
                        + "\"database_cpu_ms\":%.3f,\"client_written_per_byte\":%.2f,\"database_written_per_byte\":%.2f}",
                what,
                count,
                count / seconds,
                sorted.get(count / 2),
                sorted.get(Math.min(count - 1, count * 95 / 100)),
                client.cpuMillis() / count,
                database.cpuMillis() / count,
                client.writtenBytes() / bytes,
                database.writtenBytes() / bytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.folder;

import java.util.ArrayList;
import java.util.List;

/** The figures of one operation on one folder, over all rounds; times in milliseconds. */
final class Samples {

    private final List<Double> latencies = new ArrayList<>();
    private double cpu;

    void add(double latency) {
        latencies.add(latency);
    }

    void addCpu(double millis) {
        cpu += millis;
    }

    int count() {
        return latencies.size();
    }

    double median() {
        return quantile(0.5);
    }

    double quantile(double share) {
        List<Double> sorted = latencies.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share)));
    }

    /** CPU of client and database for each operation. */
    double cpu() {
        return cpu / latencies.size();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs one job in several sessions at once and reports rates and CPU per operation as one line of JSON. */
final class Load {

    private final String name;
    private final ProcessCpu server;

    /**
     * @param name of the test, for the report
     * @param serverPids the roots of the server's process trees, comma separated; may be empty
     */
    Load(String name, String serverPids) {
        this.name = name;
        this.server = new ProcessCpu(Arrays.stream(serverPids.split(",", -1))
                .filter(pid -> !pid.isBlank())
                .map(pid -> Long.valueOf(pid.strip()))
                .toList());
    }

    /** Only this machine may be a target. */
    static InetAddress loopback(String host) throws Exception {
        InetAddress address = InetAddress.getByName(host);
        if (!address.isLoopbackAddress()) {
            throw new IllegalArgumentException(host + " is not a loopback address; load goes to this machine only");
        }
        return address;
    }

    /**
     * Runs the jobs and prints the report.
     *
     * @param sessions how many jobs run at once
     * @param job the job of a session; returns how many operations it did
     */
    String run(int sessions, IntFunction<Callable<Integer>> job) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(sessions);
        try {
            List<Callable<Integer>> jobs = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                jobs.add(job.apply(i));
            }
            Duration serverBefore = server.used();
            long clientBefore = clientCpuNanos();
            long start = System.nanoTime();
            int operations = 0;
            for (Future<Integer> done : threads.invokeAll(jobs)) {
                operations += done.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double serverMillis = server.used().minus(serverBefore).toMillis();
            double clientMillis = (clientCpuNanos() - clientBefore) / 1e6;
            return String.format(
                    Locale.ROOT,
                    "{\"test\":\"%s\",\"operations\":%d,\"seconds\":%.2f,\"per_second\":%.0f,"
                            + "\"server_cpu_ms_per_op\":%.3f,\"client_cpu_ms_per_op\":%.3f}",
                    name,
                    operations,
                    seconds,
                    operations / seconds,
                    serverMillis / operations,
                    clientMillis / operations);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long clientCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}

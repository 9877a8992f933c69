// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.bodies.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.posthorn.benchmarks.ProcessUsage;
import org.posthorn.benchmarks.SampleMessages;
import org.posthorn.benchmarks.Series;
import org.posthorn.benchmarks.TerminalOutput;
import org.posthorn.benchmarks.bodies.BodyFiles;

/**
 * Stores, reads and deletes messages of one size with the bodies in rows and in files, the variants by turns: latency, CPU and
 * bytes written to disk of each, what is still in memory when a round ends included.
 *
 * <p>Arguments: {@code JDBC_URL USER PASSWORD_FILE DATABASE_PID FILES_DIRECTORY SIZE COUNT ROUNDS}. The user must be able to
 * make tables and to {@code SET GLOBAL}; tables {@code bench_*} are made and dropped.
 */
public final class BodyLoad {
    private static final long SELF = ProcessHandle.current().pid();

    private final String url;
    private final String user;
    private final String password;
    private final long database;
    private final BodyFiles files;
    private final int size;
    private final int count;
    private final SampleMessages samples;
    private final Connection control;

    private BodyLoad(String[] arguments) throws Exception {
        url = arguments[0]
                + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&useServerPrepStmts=true&cachePrepStmts=true"
                + "&useLocalSessionState=true&maintainTimeStats=false";
        user = arguments[1];
        password = Files.readString(Path.of(arguments[2])).strip();
        database = Long.parseLong(arguments[3]);
        files = new BodyFiles(Path.of(arguments[4]));
        size = Integer.parseInt(arguments[5]);
        count = Integer.parseInt(arguments[6]);
        samples = new SampleMessages(size);
        control = connect();
    }

    /** Runs one warm-up round and the rounds, and prints a line of JSON for every figure. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 8) {
            throw new IllegalArgumentException(
                    "usage: JDBC_URL USER PASSWORD_FILE DATABASE_PID FILES_DIRECTORY SIZE COUNT ROUNDS");
        }
        new BodyLoad(arguments).run(Integer.parseInt(arguments[7]));
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection(url, user, password);
    }

    private void run(int rounds) throws Exception {
        List<Variant> variants = Variant.forSize(size);
        for (Variant variant : variants) {
            StoreTables.create(control, variant);
        }
        for (int writers : new int[] {1, 10}) {
            Map<Variant, Series> figures = new LinkedHashMap<>();
            for (int round = 0; round <= rounds; round++) {
                for (int i = 0; i < variants.size(); i++) {
                    Variant variant = variants.get((i + round) % variants.size());
                    Series series = round == 0 ? new Series() : figures.computeIfAbsent(variant, v -> new Series());
                    int each = Math.max(1, (round == 0 ? (count + 3) / 4 : count) / writers);
                    measure(series, writers, folder -> deliver(variant, folder, each));
                }
            }
            figures.forEach((variant, series) -> print(series.report(line("deliver", variant, writers))));
        }
        sizes(variants, "after_delivery");
        read(variants, rounds);
        delete(variants, rounds);
        sizes(variants, "after_deletion");
        for (Variant variant : variants) {
            StoreTables.drop(control, variant);
        }
        control.close();
    }

    /** The work of one writer; gives the latency of each operation in ms. */
    private interface Work {
        List<Double> run(int folder) throws Exception;
    }

    private void measure(Series series, int writers, Work work) throws Exception {
        StoreTables.settle(control);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Callable<List<Double>>> jobs = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int folder = i;
                jobs.add(() -> work.run(folder));
            }
            ProcessUsage clientBefore = ProcessUsage.of(SELF);
            ProcessUsage databaseBefore = ProcessUsage.of(database);
            long start = System.nanoTime();
            List<Double> latencies = new ArrayList<>();
            for (Future<List<Double>> done : threads.invokeAll(jobs)) {
                latencies.addAll(done.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            ProcessUsage client = ProcessUsage.of(SELF).since(clientBefore);
            StoreTables.settle(control);
            double bytes = (double) latencies.size() * size;
            series.add(
                    latencies, seconds, bytes, client, ProcessUsage.of(database).since(databaseBefore));
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Double> deliver(Variant variant, int folder, int each) throws Exception {
        List<Double> latencies = new ArrayList<>();
        try (Connection connection = connect()) {
            VariantStore store = new VariantStore(connection, variant, files, folder);
            for (int i = 0; i < each; i++) {
                long start = System.nanoTime();
                store.deliver(samples.get(folder * 7 + i));
                latencies.add((System.nanoTime() - start) / 1e6);
            }
        }
        return latencies;
    }

    private void read(List<Variant> variants, int rounds) throws Exception {
        Map<Variant, Series> figures = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Variant variant : variants) {
                Series series = round == 0 ? new Series() : figures.computeIfAbsent(variant, v -> new Series());
                measure(series, 1, folder -> read(variant));
            }
        }
        figures.forEach((variant, series) -> print(series.report(line("read", variant, 1))));
    }

    private List<Double> read(Variant variant) throws Exception {
        List<Double> latencies = new ArrayList<>();
        try (Connection connection = connect()) {
            VariantStore store = new VariantStore(connection, variant, files, 0);
            List<VariantStore.Stored> all = store.list();
            Random random = new Random(1);
            for (int i = 0; i < count; i++) {
                long content = all.get(random.nextInt(all.size())).content();
                long start = System.nanoTime();
                store.read(content);
                latencies.add((System.nanoTime() - start) / 1e6);
            }
        }
        return latencies;
    }

    private void delete(List<Variant> variants, int rounds) throws Exception {
        Map<Variant, Series> figures = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : variants) {
                Series series = figures.computeIfAbsent(variant, v -> new Series());
                measure(series, 1, folder -> delete(variant));
            }
        }
        figures.forEach((variant, series) -> print(series.report(line("delete", variant, 1))));
    }

    private List<Double> delete(Variant variant) throws Exception {
        List<Double> latencies = new ArrayList<>();
        try (Connection connection = connect()) {
            VariantStore store = new VariantStore(connection, variant, files, 0);
            List<VariantStore.Stored> all = store.list();
            for (VariantStore.Stored message : all.subList(0, Math.min(all.size(), count))) {
                long start = System.nanoTime();
                store.delete(message, size);
                latencies.add((System.nanoTime() - start) / 1e6);
            }
        }
        return latencies;
    }

    private void sizes(List<Variant> variants, String when) throws Exception {
        for (Variant variant : variants) {
            long bytes = StoreTables.number(control, "SELECT SUM(bytes) FROM " + variant.table("folder"));
            print(String.format(
                    Locale.ROOT,
                    "{%s,\"message_bytes\":%d,\"tables_allocated\":%d}",
                    line(when, variant, 0),
                    bytes,
                    StoreTables.allocated(control, variant)));
        }
    }

    private String line(String test, Variant variant, int writers) {
        return String.format(
                Locale.ROOT,
                "\"test\":\"%s\",\"size\":%d,\"variant\":\"%s\",\"writers\":%d",
                test,
                size,
                variant.label(),
                writers);
    }

    @TerminalOutput
    private static void print(String line) {
        System.out.println(line);
    }
}

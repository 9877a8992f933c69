// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.spool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.benchmarks.ProcessUsage;
import org.posthorn.benchmarks.SampleMessages;
import org.posthorn.benchmarks.SampleMessages.Sample;
import org.posthorn.benchmarks.Series;
import org.posthorn.benchmarks.TerminalOutput;
import org.posthorn.benchmarks.spool.sql.SqlSpool;

/**
 * Ten threads put mails into a spool while ten take them out again, read them and are done with them.
 *
 * <p>Arguments: {@code MODE KIND DIRECTORY JDBC_URL USER PASSWORD_FILE DATABASE_PID SIZE COUNT}. {@code KIND} is
 * {@code activemq}, {@code activemq-forced}, {@code sql} or {@code journal}. {@code MODE} is
 *
 * <ul>
 *   <li>{@code run}: a warm-up with a quarter of the mails, then the run; prints one JSON line;
 *   <li>{@code fill}: puts mails with nobody taking them, prints {@code put NUMBER} when one is acknowledged, until killed;
 *   <li>{@code drain}: takes all, prints {@code got NUMBER}, or {@code bad NUMBER} where the bytes are not those put.
 * </ul>
 */
public final class SpoolLoad {
    private static final int THREADS = 10;
    private static final long SELF = ProcessHandle.current().pid();
    private static final int DRAINED_AFTER_SECONDS = 12;

    private final String kind;
    private final Path directory;
    private final String[] database;
    private final int size;
    private final SampleMessages samples;

    private SpoolLoad(String[] arguments) {
        kind = arguments[1];
        directory = Path.of(arguments[2]);
        database = Arrays.copyOfRange(arguments, 3, 7);
        size = Integer.parseInt(arguments[7]);
        samples = new SampleMessages(size);
    }

    /** Runs. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 9) {
            throw new IllegalArgumentException(
                    "usage: MODE KIND DIRECTORY JDBC_URL USER PASSWORD_FILE DATABASE_PID SIZE COUNT");
        }
        SpoolLoad load = new SpoolLoad(arguments);
        int count = Integer.parseInt(arguments[8]);
        try (TrialSpool spool = load.open()) {
            switch (arguments[0]) {
                case "run" -> load.run(spool, count);
                case "fill" -> load.put(spool, 0, count, number -> print("put " + number));
                case "drain" -> load.drain(spool);
                default -> throw new IllegalArgumentException("unknown mode " + arguments[0]);
            }
        }
        System.exit(0);
    }

    private TrialSpool open() throws Exception {
        return switch (kind) {
            case "activemq" -> ActiveMqSpool.open(directory, false);
            case "activemq-forced" -> ActiveMqSpool.open(directory, true);
            case "sql" ->
                new SqlSpool(
                        database[0],
                        database[1],
                        Files.readString(Path.of(database[2])).strip());
            case "journal" -> JournalSpool.open(directory);
            default -> throw new IllegalArgumentException("unknown kind " + kind);
        };
    }

    private byte[] message(int number) {
        Sample sample = samples.get(number);
        byte[] message = Arrays.copyOf(sample.header(), sample.size());
        System.arraycopy(sample.body(), 0, message, sample.header().length, sample.body().length);
        return message;
    }

    private void run(TrialSpool spool, int count) throws Exception {
        AtomicInteger taken = new AtomicInteger();
        AtomicLong bytes = new AtomicLong();
        int warmUp = count / 4 / THREADS * THREADS;
        CountDownLatch warm = new CountDownLatch(warmUp);
        CountDownLatch all = new CountDownLatch(warmUp + count);
        spool.consume((number, message) -> {
            taken.incrementAndGet();
            bytes.addAndGet(message.length);
            warm.countDown();
            all.countDown();
        });
        put(spool, 0, warmUp, number -> {});
        await(warm);
        print("warm " + taken.get());
        long pid = Long.parseLong(database[3]);
        ProcessUsage clientBefore = ProcessUsage.of(SELF);
        ProcessUsage databaseBefore = ProcessUsage.of(pid);
        bytes.set(0);
        long start = System.nanoTime();
        List<Double> latencies = put(spool, warmUp, count, number -> {});
        double putSeconds = (System.nanoTime() - start) / 1e9;
        await(all);
        double seconds = (System.nanoTime() - start) / 1e9;
        Series series = new Series();
        series.add(
                latencies,
                seconds,
                bytes.get(),
                ProcessUsage.of(SELF).since(clientBefore),
                ProcessUsage.of(pid).since(databaseBefore));
        print(series.report(String.format(
                Locale.ROOT,
                "\"test\":\"spool\",\"kind\":\"%s\",\"size\":%d,\"put_per_second\":%.0f",
                kind,
                size,
                count / putSeconds)));
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException(latch.getCount() + " mails were not handed out");
        }
    }

    /** Told the number of a mail that is acknowledged. */
    private interface Acknowledged {
        void put(int number);
    }

    /** Returns the latencies of all puts in ms. */
    private List<Double> put(TrialSpool spool, int first, int count, Acknowledged acknowledged) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<List<Double>>> jobs = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int begin = first + i * (count / THREADS);
                jobs.add(() -> {
                    List<Double> latencies = new ArrayList<>();
                    for (int number = begin; number < begin + count / THREADS; number++) {
                        byte[] message = message(number);
                        long start = System.nanoTime();
                        spool.put(number, message);
                        latencies.add((System.nanoTime() - start) / 1e6);
                        acknowledged.put(number);
                    }
                    return latencies;
                });
            }
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> done : threads.invokeAll(jobs)) {
                all.addAll(done.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private void drain(TrialSpool spool) throws Exception {
        AtomicLong last = new AtomicLong(System.nanoTime());
        spool.consume((number, message) -> {
            last.set(System.nanoTime());
            print((Arrays.equals(message, message(number)) ? "got " : "bad ") + number);
        });
        while (System.nanoTime() - last.get() < DRAINED_AFTER_SECONDS * 1_000_000_000L) {
            Thread.sleep(100);
        }
    }

    @TerminalOutput
    private static void print(String line) {
        System.out.println(line);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.bodies.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.benchmarks.SampleMessages;
import org.posthorn.benchmarks.TerminalOutput;
import org.posthorn.benchmarks.bodies.BodyFiles;

/**
 * Backs up a store with {@code mariadb-dump --single-transaction}, and {@code cp -a} where bodies are files, while messages come
 * and go; restores the dump and counts the messages whose body is missing.
 *
 * <p>Arguments: {@code HOST_PORT USER PASSWORD_FILE PROGRAMS_DIRECTORY WORK_DIRECTORY SIZE COUNT}, the programs being
 * {@code mariadb} and {@code mariadb-dump}. Databases {@code bench_backup} and {@code bench_restored} are made and dropped.
 */
public final class BackupTrial {
    private static final String OPTIONS = "?sslMode=DISABLED&allowPublicKeyRetrieval=true&useServerPrepStmts=true";

    private final String server;
    private final String user;
    private final String password;
    private final Path programs;
    private final Path work;
    private final int size;
    private final int count;
    private final SampleMessages samples;

    private BackupTrial(String[] arguments) throws IOException {
        server = arguments[0];
        user = arguments[1];
        password = Files.readString(Path.of(arguments[2])).strip();
        programs = Path.of(arguments[3]);
        work = Path.of(arguments[4]);
        size = Integer.parseInt(arguments[5]);
        count = Integer.parseInt(arguments[6]);
        samples = new SampleMessages(size);
    }

    /** What is done in which order. */
    private enum Order {
        DUMP,
        DUMP_THEN_COPY,
        COPY_THEN_DUMP,
        DUMP_THEN_COPY_WITH_DELETIONS_HELD_BACK
    }

    /** Tries every order, first with nothing else going on, then under load; prints a line of JSON for each. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 7) {
            throw new IllegalArgumentException(
                    "usage: HOST_PORT USER PASSWORD_FILE PROGRAMS_DIRECTORY WORK_DIRECTORY SIZE COUNT");
        }
        BackupTrial trial = new BackupTrial(arguments);
        trial.run(Variant.forSize(trial.size).get(0), Order.DUMP);
        trial.run(
                Variant.forSize(trial.size).get(1),
                Order.DUMP_THEN_COPY,
                Order.COPY_THEN_DUMP,
                Order.DUMP_THEN_COPY_WITH_DELETIONS_HELD_BACK);
    }

    private Connection connect(String database) throws Exception {
        return DriverManager.getConnection("jdbc:mysql://" + server + "/" + database + OPTIONS, user, password);
    }

    private void run(Variant variant, Order... orders) throws Exception {
        try (Connection control = connect("")) {
            StoreTables.execute(control, "DROP DATABASE IF EXISTS bench_backup", "CREATE DATABASE bench_backup");
            BodyFiles files = new BodyFiles(work.resolve("files"));
            try (Connection connection = connect("bench_backup")) {
                StoreTables.create(connection, variant);
                VariantStore store = new VariantStore(connection, variant, files, 0);
                for (int i = 0; i < count; i++) {
                    store.deliver(samples.get(i));
                }
            }
            for (Order order : orders) {
                print(order, "idle", 0, backup(variant, order, files));
                underLoad(variant, order, files);
            }
            StoreTables.execute(control, "DROP DATABASE bench_backup", "DROP DATABASE IF EXISTS bench_restored");
        }
    }

    private void underLoad(Variant variant, Order order, BodyFiles files) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger changes = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> jobs = new ArrayList<>();
            jobs.add(threads.submit(() -> deliverUntil(stop, variant, files, changes)));
            jobs.add(threads.submit(() -> deleteUntil(stop, variant, files, changes)));
            Thread.sleep(500);
            double[] seconds;
            try {
                seconds = backup(variant, order, files);
            } finally {
                stop.set(true);
            }
            for (Future<?> job : jobs) {
                job.get();
            }
            print(order, "under load", changes.get(), seconds);
        } finally {
            threads.shutdownNow();
        }
        restore(variant, order);
    }

    private Void deliverUntil(AtomicBoolean stop, Variant variant, BodyFiles files, AtomicInteger changes)
            throws Exception {
        try (Connection connection = connect("bench_backup")) {
            VariantStore store = new VariantStore(connection, variant, files, 0);
            while (!stop.get()) {
                store.deliver(samples.get(changes.incrementAndGet()));
            }
        }
        return null;
    }

    private Void deleteUntil(AtomicBoolean stop, Variant variant, BodyFiles files, AtomicInteger changes)
            throws Exception {
        try (Connection connection = connect("bench_backup")) {
            VariantStore store = new VariantStore(connection, variant, files, 0);
            while (!stop.get()) {
                List<VariantStore.Stored> all = store.list();
                for (int i = 0; i < 20 && !stop.get(); i++) {
                    store.delete(all.get(i * (all.size() / 20)), size);
                    changes.incrementAndGet();
                }
            }
        }
        return null;
    }

    /** Returns the seconds of dump and copy. */
    private double[] backup(Variant variant, Order order, BodyFiles files) throws Exception {
        boolean holdsBack = order == Order.DUMP_THEN_COPY_WITH_DELETIONS_HELD_BACK;
        files.holdBack(holdsBack);
        double copied = order == Order.COPY_THEN_DUMP ? copy() : 0;
        double dumped = program(
                work.resolve("dump.sql"), false, "mariadb-dump", "--single-transaction", "--quick", "bench_backup");
        if (variant.place() == Variant.Place.FILES && order != Order.COPY_THEN_DUMP) {
            copied = copy();
        }
        files.holdBack(false);
        return new double[] {dumped, copied};
    }

    /** A file that goes while the copy looks at it is no failure here, it is what is counted later. */
    private double copy() throws Exception {
        new ProcessBuilder("rm", "-rf", work.resolve("copy").toString()).start().waitFor();
        long start = System.nanoTime();
        new ProcessBuilder(
                        "cp",
                        "-a",
                        work.resolve("files").toString(),
                        work.resolve("copy").toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("copy.log").toFile())
                .start()
                .waitFor();
        return (System.nanoTime() - start) / 1e9;
    }

    private double program(Path file, boolean input, String name, String... arguments) throws Exception {
        String[] address = server.split(":", -1);
        List<String> command = new ArrayList<>(List.of(
                programs.resolve(name).toString(),
                "--no-defaults",
                "--skip-ssl",
                "--host=" + address[0],
                "--port=" + address[1],
                "--user=" + user,
                "--default-character-set=utf8mb4"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MYSQL_PWD", password);
        if (input) {
            builder.redirectInput(file.toFile());
        } else {
            builder.redirectOutput(file.toFile());
        }
        long start = System.nanoTime();
        int exitCode = builder.start().waitFor();
        if (exitCode != 0) {
            throw new IOException(name + " ended with exit code " + exitCode);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void restore(Variant variant, Order order) throws Exception {
        try (Connection control = connect("")) {
            StoreTables.execute(control, "DROP DATABASE IF EXISTS bench_restored", "CREATE DATABASE bench_restored");
        }
        double seconds = program(work.resolve("dump.sql"), true, "mariadb", "bench_restored");
        BodyFiles copied = new BodyFiles(work.resolve("copy"));
        int messages = 0;
        int missing = 0;
        try (Connection connection = connect("bench_restored");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT c.file, c.size - c.header_size = (SELECT SUM(LENGTH(data)) FROM "
                                + variant.table("body") + " b WHERE b.content_id = c.id) FROM "
                                + variant.table("content") + " c")) {
            while (rows.next()) {
                messages++;
                String file = rows.getString(1);
                missing += (file == null ? rows.getBoolean(2) : copied.exists(file)) ? 0 : 1;
            }
        }
        print(String.format(
                Locale.ROOT,
                "{\"test\":\"restore\",\"order\":\"%s\",\"messages\":%d,\"without_body\":%d,\"seconds\":%.2f}",
                order,
                messages,
                missing,
                seconds));
    }

    private void print(Order order, String when, int changes, double[] seconds) throws IOException {
        print(String.format(
                Locale.ROOT,
                "{\"test\":\"backup\",\"order\":\"%s\",\"when\":\"%s\",\"size\":%d,\"count\":%d,\"changes_meanwhile\":%d,"
                        + "\"dump_seconds\":%.2f,\"dump_bytes\":%d,\"copy_seconds\":%.2f}",
                order,
                when,
                size,
                count,
                changes,
                seconds[0],
                Files.size(work.resolve("dump.sql")),
                seconds[1]));
    }

    @TerminalOutput
    private static void print(String line) {
        System.out.println(line);
    }
}

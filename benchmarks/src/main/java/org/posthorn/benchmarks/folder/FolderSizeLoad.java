// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.folder;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.benchmarks.TerminalOutput;
import org.posthorn.benchmarks.folder.sql.FolderFill;
import org.posthorn.mailbox.Deliveries;
import org.posthorn.mailbox.sql.StoreSchema;
import org.posthorn.postfixadmin.sql.DatabaseConfig;

/**
 * Measures the store alone on folders of 1,000 to 1,000,000 messages, all in the same tables, by turns: latency, and CPU of this
 * process and the database's together. Prints two tables in Markdown and writes a plot.
 *
 * <p>Arguments: {@code fill|measure JDBC_URL USER PASSWORD_FILE DATABASE_PID PLOT [SIZE,SIZE...]}. The database is PostfixAdmin's,
 * without other mail. What {@code fill} makes stays: it fills no folder twice.
 */
public final class FolderSizeLoad {

    private static final String DOMAIN = "size.test";
    private static final String SIZES = "1000,10000,100000,1000000";
    private static final int SOURCES = 64;
    private static final int SOURCE_BYTES = 1_000;
    private static final int MAIL_BYTES = 5_000;
    private static final int UNSEEN = 20;
    private static final int ROUNDS = 6;
    private static final int WARM_UPS = 2;
    private static final int MOST = 100;
    private static final long ENOUGH_NANOS = 300_000_000;

    private final TaskCpu client = new TaskCpu(ProcessHandle.current().pid());
    private final TaskCpu database;
    private final Letters letters = new Letters();
    private final FolderFill fill;
    private final List<MeasuredFolder> folders = new ArrayList<>();
    private final Figures figures = new Figures();

    private FolderSizeLoad(Injector store, long databaseProcess, String sizes) throws MailboxException {
        database = new TaskCpu(databaseProcess);
        store.getInstance(StoreSchema.class).create();
        fill = store.getInstance(FolderFill.class);
        for (String size : sizes.split(",", -1)) {
            folders.add(new MeasuredFolder(
                    store.getInstance(MailboxManager.class),
                    store.getInstance(Deliveries.class),
                    "of" + size + "@" + DOMAIN,
                    Integer.parseInt(size)));
        }
    }

    /** Fills the folders, or measures, prints the tables and writes the plot. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 6) {
            throw new IllegalArgumentException(
                    "usage: fill|measure JDBC_URL USER PASSWORD_FILE DATABASE_PID PLOT [SIZE,SIZE...]");
        }
        String password = Files.readString(Path.of(arguments[3])).strip();
        Injector store = Guice.createInjector(new StoreModule(DatabaseConfig.of(arguments[1], arguments[2], password)));
        FolderSizeLoad load =
                new FolderSizeLoad(store, Long.parseLong(arguments[4]), arguments.length > 6 ? arguments[6] : SIZES);
        if (arguments[0].equals("fill")) {
            load.fill();
        } else {
            load.measure();
            print(load.figures.tables());
            Files.writeString(Path.of(arguments[5]), new Plot(load.figures).svg());
        }
        System.exit(0); // the pools' threads would go on
    }

    private void fill() throws MailboxException {
        long start = System.nanoTime();
        fill.users(DOMAIN, folders.stream().map(folder -> "of" + folder.size()).toList());
        for (MeasuredFolder folder : folders) {
            MessageUid first = folder.deliver(letters.next(SOURCE_BYTES));
            if (fill.messages(folder.id().value()) >= folder.size()) {
                folder.mark(first);
                folder.perform(Operation.EXPUNGE, first);
                continue;
            }
            for (int i = 1; i < SOURCES; i++) {
                folder.deliver(letters.next(SOURCE_BYTES));
            }
            fill.fill(folder.owner(), folder.id().value(), folder.size(), UNSEEN);
        }
        fill.done();
        progress(String.format(Locale.ROOT, "folders filled in %.0f s", (System.nanoTime() - start) / 1e9));
    }

    private void measure() throws Exception {
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            for (Operation operation : Operation.values()) {
                // what reads a million messages takes seconds: half of the rounds are enough
                if (operation.readsAll() && (round == -1 || round > 0 && round % 2 == 0)) {
                    continue;
                }
                for (int i = 0; i < folders.size(); i++) {
                    MeasuredFolder folder = folders.get(Math.floorMod(i + round, folders.size()));
                    slot(operation, folder, round < 0 ? new Samples() : figures.of(operation, folder.size()));
                }
            }
            progress("round " + (round + 1) + " of " + ROUNDS);
        }
        for (MeasuredFolder folder : folders) {
            figures.heap(folder.size(), heap(folder));
        }
    }

    /** Repeats one operation on one folder. */
    private void slot(Operation operation, MeasuredFolder folder, Samples samples) throws Exception {
        List<MessageUid> delivered = new ArrayList<>();
        long end = System.nanoTime() + ENOUGH_NANOS;
        double before = cpu();
        for (int i = 0; i < MOST && (i == 0 || System.nanoTime() < end); i++) {
            MessageUid uid = folder.any();
            byte[] mail = operation == Operation.DELIVER ? letters.next(MAIL_BYTES) : new byte[0];
            if (operation == Operation.EXPUNGE) {
                uid = prepareExpunge(folder, samples);
            }
            long start = System.nanoTime();
            if (operation == Operation.DELIVER) {
                delivered.add(folder.deliver(mail));
            } else {
                folder.perform(operation, uid);
            }
            samples.add((System.nanoTime() - start) / 1e6);
        }
        samples.addCpu(cpu() - before);
        for (MessageUid uid : delivered) {
            folder.mark(uid);
        }
        if (!delivered.isEmpty()) {
            folder.perform(Operation.EXPUNGE, delivered.get(0));
        }
    }

    /** Marks a message, and delivers another in its place; their CPU time is taken off. */
    private MessageUid prepareExpunge(MeasuredFolder folder, Samples samples) throws Exception {
        double before = cpu();
        MessageUid uid = folder.any();
        folder.deliver(letters.next(SOURCE_BYTES));
        folder.mark(uid);
        samples.addCpu(before - cpu());
        return uid;
    }

    private double cpu() throws IOException {
        return client.millis() + database.millis();
    }

    /** Bytes of the heap that the list of UIDs holds while a folder is opened. */
    private static long heap(MeasuredFolder folder) throws MailboxException {
        long before = used();
        List<MessageUid> uids = folder.uids();
        long after = used();
        return uids.isEmpty() ? 0 : after - before;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @TerminalOutput
    private static void print(String text) {
        System.out.println(text);
    }

    @TerminalOutput
    private static void progress(String text) {
        System.err.println(text);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalMemoryTest {
    private static final int SESSIONS = 10;
    private static final long MAIL = 25L * 1024 * 1024;

    @TempDir
    Path directory;

    @Test
    void tenMailsOf25MegabytesAtOnceFitInAHeapOf64() throws Exception {
        Process child = ChildJvm.start(
                Sessions.class, "-Xmx64m", directory.resolve("spool").toString());
        try (BufferedReader output = child.inputReader()) {
            assertThat(output.readLine()).isEqualTo("whole " + SESSIONS);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** Writes the mails in parallel, opens the journal again and reads them in parallel. */
    static final class Sessions {
        private Sessions() {}

        public static void main(String[] arguments) throws Exception {
            Path spool = Path.of(arguments[0]);
            ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS);
            try (Journal journal = Journal.open(DiskStorage.open(spool), JournalSettings.DEFAULT)) {
                List<Future<?>> writing = new ArrayList<>();
                for (int i = 0; i < SESSIONS; i++) {
                    InputStream mail = new RandomStream(i);
                    writing.add(sessions.submit(() -> journal.add(Samples.item("big"), mail)));
                }
                for (Future<?> some : writing) {
                    some.get();
                }
            }
            try (Journal journal = Journal.open(DiskStorage.open(spool), JournalSettings.DEFAULT)) {
                List<Future<Long>> reading = new ArrayList<>();
                for (StoredItem item : journal.items()) {
                    reading.add(sessions.submit(() -> checksum(journal, item)));
                }
                KnownSums sums = new KnownSums();
                for (Future<Long> some : reading) {
                    sums.add(some.get());
                }
                ChildJvm.say("whole " + sums.known());
            }
            sessions.shutdownNow();
        }

        private static long checksum(Journal journal, StoredItem item) throws IOException {
            try (BodyReader reader = journal.read(item);
                    InputStream in = reader.open()) {
                return sum(in);
            }
        }
    }

    private static long sum(InputStream in) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            sum.update(buffer, 0, count);
        }
        return sum.getValue();
    }

    /** Counts the sums that belong to one of the mails. */
    private static final class KnownSums {
        private final List<Long> expected = new ArrayList<>();
        private int known;

        KnownSums() throws IOException {
            for (int i = 0; i < SESSIONS; i++) {
                expected.add(sum(new RandomStream(i)));
            }
        }

        void add(Long sum) {
            known += expected.remove(sum) ? 1 : 0;
        }

        int known() {
            return known;
        }
    }

    /** Bytes that depend on a number, made while they are read. */
    private static final class RandomStream extends InputStream {
        private final Random random;
        private long left = MAIL;

        RandomStream(int number) {
            this.random = new Random(number);
        }

        @Override
        public int read() {
            return left-- > 0 ? random.nextInt(256) : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(Math.min(length, 4096), left);
            for (int i = 0; i < count; i++) {
                target[offset + i] = (byte) random.nextInt(256);
            }
            left -= count;
            return count;
        }
    }
}

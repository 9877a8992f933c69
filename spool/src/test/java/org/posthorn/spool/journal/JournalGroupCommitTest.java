// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.Poll;

class JournalGroupCommitTest {
    private static final int WRITERS = 16;
    private static final int ITEMS_OF_EACH = 20;
    private static final JournalSettings BIG =
            Samples.SMALL.withSegmentBytes(1 << 24).withLazyForce(Duration.ofMinutes(1));

    private final RecordingStorage storage = new RecordingStorage();
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);

    @AfterEach
    void stop() {
        writers.shutdownNow();
    }

    private void runWriters(Journal journal) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int base = i * 1000;
            running.add(writers.submit(() -> {
                for (int j = 0; j < ITEMS_OF_EACH; j++) {
                    Samples.add(journal, base + j, 700);
                }
                return null;
            }));
        }
        for (Future<?> writer : running) {
            writer.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void parallelWritersShareForces() throws Exception {
        storage.slowForces(2);
        try (Journal journal = Journal.open(storage, BIG)) {
            runWriters(journal);
            assertThat(journal.items()).hasSize(WRITERS * ITEMS_OF_EACH);
            assertThat(storage.forces()).isLessThan(WRITERS * ITEMS_OF_EACH / 4);
        }
    }

    @Test
    void aLoneWriterPaysOneForceForEachItemHoweverManyPartsItHas() throws Exception {
        try (Journal journal = Journal.open(storage, BIG)) {
            Samples.add(journal, 0, 10);
            int before = storage.forces();
            for (int i = 1; i <= 10; i++) {
                Samples.add(journal, i, 2000);
            }
            assertThat(storage.forces() - before).isEqualTo(10);
        }
    }

    @Test
    void whatNobodyWaitsForIsForcedALittleLater() throws Exception {
        try (Journal journal = Journal.open(storage, BIG.withLazyForce(Duration.ofMillis(20)))) {
            StoredItem item = Samples.add(journal, 1, 10);
            int before = storage.forces();
            journal.done(item);
            assertThat(Poll.until(Duration.ofSeconds(20), () -> storage.forces() > before))
                    .isTrue();
        }
    }

    @Test
    void anInterruptedWriterStillGetsItsItemWritten() throws Exception {
        storage.slowForces(1);
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            for (int i = 0; i < 20; i++) {
                Thread.currentThread().interrupt();
                Samples.add(journal, i, 700);
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(Samples.all(journal)).hasSize(20);
        }
    }
}

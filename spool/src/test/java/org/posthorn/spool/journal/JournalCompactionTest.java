// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.Poll;

class JournalCompactionTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SEGMENT = (int) Samples.SMALL.segmentBytes();

    @TempDir
    Path directory;

    private static boolean isSmall(Journal journal, long live) {
        return Poll.until(LIMIT, () -> journal.bytes() <= 2 * live + 5 * SEGMENT);
    }

    @Test
    void deadSegmentsGo() throws Exception {
        RecordingStorage storage = new RecordingStorage();
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            for (int i = 0; i < 100; i++) {
                journal.done(Samples.add(journal, i, 900));
            }
            assertThat(Poll.until(LIMIT, () -> storage.list().size() == 1)).isTrue();
        }
    }

    @Test
    void whatLivesLongIsCopiedForwardUnderLoad() throws Exception {
        TreeMap<String, byte[]> kept = new TreeMap<>();
        try (Journal journal = Journal.open(DiskStorage.open(directory), Samples.SMALL)) {
            for (int i = 0; i < 12; i++) {
                StoredItem item = Samples.add(journal, i, 700);
                journal.change(item, 1000 + i, i % 2 == 0);
                kept.put("item " + i, Samples.body(i, 700));
            }
            StoredItem sharing = journal.addSharing(
                            Samples.item("sharing"),
                            journal.items().iterator().next().body())
                    .orElseThrow();
            kept.put("sharing", Samples.body(0, 700));
            runLoad(journal);
            assertThat(isSmall(journal, 13 * 1500L)).isTrue();
            assertThat(sharing.body())
                    .isSameAs(journal.items().iterator().next().body());
            assertThat(Samples.all(journal)).containsExactlyInAnyOrderEntriesOf(kept);
        }
        try (Journal journal = Journal.open(DiskStorage.open(directory), Samples.SMALL)) {
            assertThat(Samples.all(journal)).containsExactlyInAnyOrderEntriesOf(kept);
            StoredItem first = journal.items().iterator().next();
            assertThat(first.held()).isTrue();
            assertThat(first.notBefore()).isEqualTo(1000);
        }
    }

    private static void runLoad(Journal journal) throws Exception {
        ExecutorService load = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                int base = i * 1000;
                running.add(load.submit(() -> {
                    for (int j = 0; j < 100; j++) {
                        journal.done(Samples.add(journal, base + j, 900));
                    }
                    return null;
                }));
            }
            for (Future<?> some : running) {
                some.get(60, TimeUnit.SECONDS);
            }
        } finally {
            load.shutdownNow();
        }
    }

    @Test
    void aMailThatIsBeingReadIsReadToItsEndThoughItsSegmentIsGone() throws Exception {
        DiskStorage storage = DiskStorage.open(directory);
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            StoredItem item = Samples.add(journal, 1, 3000);
            String segment = storage.list().get(0);
            try (BodyReader reader = journal.read(item);
                    InputStream in = reader.open()) {
                byte[] begin = in.readNBytes(300);
                journal.done(item);
                for (int i = 2; i < 12; i++) {
                    journal.done(Samples.add(journal, i, 900));
                }
                assertThat(Poll.until(LIMIT, () -> !names(storage).contains(segment)))
                        .isTrue();
                byte[] rest = in.readAllBytes();
                assertThat(begin).isEqualTo(Arrays.copyOf(Samples.body(1, 3000), 300));
                assertThat(rest).isEqualTo(Arrays.copyOfRange(Samples.body(1, 3000), 300, 3000));
                try (InputStream again = reader.open()) {
                    assertThat(again.readAllBytes()).isEqualTo(Samples.body(1, 3000));
                }
            }
        }
    }

    private static List<String> names(SpoolStorage storage) {
        try {
            return storage.list();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anItemThatRottedOnTheDiskIsSetAsideAndHoldsNothingUp() throws Exception {
        RecordingStorage storage = new RecordingStorage();
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            Samples.add(journal, 1, 700);
            Samples.add(journal, 2, 700);
            String segment = storage.list().get(0);
            SpoolFile file = storage.open(segment);
            file.write(120, new byte[] {1, 2, 3, 4}, 0, 4);
            for (int i = 3; i < 100; i++) {
                journal.done(Samples.add(journal, i, 900));
            }
            assertThat(isSmall(journal, 1500)).isTrue();
            assertThat(Poll.until(LIMIT, () -> !storage.list().contains(segment)))
                    .isTrue();
            assertThat(Samples.all(journal)).containsExactlyInAnyOrderEntriesOf(Map.of("item 2", Samples.body(2, 700)));
            assertThat(storage.aside().list()).hasSize(2);
        }
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            assertThat(Samples.all(journal)).containsOnlyKeys("item 2");
        }
    }
}

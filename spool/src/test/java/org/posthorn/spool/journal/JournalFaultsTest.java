// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.Poll;

class JournalFaultsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RecordingStorage storage = new RecordingStorage();

    private static void assertHas(RecordingStorage storage, Map<String, byte[]> wanted) throws IOException {
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            assertThat(Samples.all(journal)).containsExactlyInAnyOrderEntriesOf(wanted);
        }
    }

    @Test
    void aFullDiskRefusesAndCorruptsNothingWhereverItGetsFull() throws Exception {
        for (int more = 0; more < 900; more += 7) {
            RecordingStorage disk = new RecordingStorage();
            try (Journal journal = Journal.open(disk, Samples.SMALL)) {
                Samples.add(journal, 1, 100);
                disk.capacity(disk.used() + more);
                try {
                    Samples.add(journal, 2, 700);
                    assertThat(more).isGreaterThan(700);
                } catch (IOException e) {
                    assertThat(Samples.all(journal)).containsOnlyKeys("item 1");
                }
                disk.capacity(Long.MAX_VALUE);
                Samples.add(journal, 3, 300);
                assertThat(Samples.all(journal)).containsKeys("item 1", "item 3");
            }
            try (Journal journal = Journal.open(disk.copy(), Samples.SMALL)) {
                Map<String, byte[]> all = Samples.all(journal);
                assertThat(all.get("item 1")).isEqualTo(Samples.body(1, 100));
                assertThat(all.get("item 3")).isEqualTo(Samples.body(3, 300));
            }
            assertThat(disk.aside().list()).isEmpty();
        }
    }

    @Test
    void whatWasRefusedDoesNotComeBack() throws Exception {
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            Samples.add(journal, 1, 100);
            storage.failWrites(name -> true);
            assertThatThrownBy(() -> Samples.add(journal, 2, 300)).isInstanceOf(IOException.class);
            storage.failWrites(name -> false);
            Samples.add(journal, 3, 100);
        }
        assertHas(storage, Map.of("item 1", Samples.body(1, 100), "item 3", Samples.body(3, 100)));
    }

    @Test
    void aSegmentThatCannotBeCutOffGetsNoMoreRecords() throws Exception {
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            Samples.add(journal, 1, 100);
            int segments = storage.list().size();
            storage.failTruncates(name -> true);
            storage.failWrites(name -> true);
            assertThatThrownBy(() -> Samples.add(journal, 2, 300)).isInstanceOf(IOException.class);
            storage.failTruncates(name -> false);
            storage.failWrites(name -> false);
            Samples.add(journal, 3, 100);
            assertThat(storage.list()).hasSize(segments + 1);
        }
        assertHas(storage, Map.of("item 1", Samples.body(1, 100), "item 3", Samples.body(3, 100)));
    }

    @Test
    void newItemsAreRefusedWhenOnlyTheReserveIsLeftButOldOnesCanStillBeWorkedOn() throws Exception {
        JournalSettings settings = Samples.SMALL.withReserveBytes(10_000);
        try (Journal journal = Journal.open(storage, settings)) {
            StoredItem item = Samples.add(journal, 1, 100);
            storage.capacity(storage.used() + 9_000);
            assertThatThrownBy(() -> Samples.add(journal, 2, 100)).isInstanceOf(SpoolFullException.class);
            assertThatThrownBy(() -> journal.addSharing(Samples.item("x"), item.body()))
                    .isInstanceOf(SpoolFullException.class);
            journal.change(item, 99, true);
            journal.replace(item, Samples.item("again"));
            journal.done(item);
            storage.capacity(Long.MAX_VALUE);
            Samples.add(journal, 3, 100);
        }
        assertHas(storage, Map.of("item 3", Samples.body(3, 100)));
    }

    @Test
    void aDoneThatFindsNoSpaceIsRecordedLaterAndTheDiskDrainsMeanwhile() throws Exception {
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            StoredItem[] items = new StoredItem[40];
            for (int i = 0; i < items.length; i++) {
                items[i] = Samples.add(journal, i, 700);
            }
            storage.capacity(storage.used());
            for (StoredItem item : items) {
                journal.done(item);
            }
            assertThat(Poll.until(LIMIT, () -> storage.used() < 10_000)).isTrue();
        }
        assertHas(storage, Map.of());
    }

    @Test
    void anOldHeldItemDoesNotKeepAScarceDiskFromDraining() throws Exception {
        JournalSettings settings = Samples.SMALL.withReserveBytes(12_000);
        try (Journal journal = Journal.open(storage, settings)) {
            Samples.add(journal, 0, 100);
            storage.capacity(storage.used() + 24_000);
            assertThatThrownBy(() -> {
                        for (int i = 1; i < 40; i++) {
                            Samples.add(journal, i, 900);
                        }
                    })
                    .isInstanceOf(SpoolFullException.class);
            journal.items().stream().skip(1).forEach(journal::done);
            assertThat(Poll.until(LIMIT, () -> storage.usableBytes() > 13_000)).isTrue();
            Samples.add(journal, 100, 100);
        }
        assertHas(storage, Map.of("item 0", Samples.body(0, 100), "item 100", Samples.body(100, 100)));
    }

    @Test
    void aFailedForceFailsEveryoneItShouldHaveCoveredAndOnlyThem() throws Exception {
        try (Journal journal = Journal.open(storage, Samples.SMALL.withLazyForce(Duration.ofMinutes(1)))) {
            Samples.add(journal, 1, 100);
            storage.failForces(1);
            assertThatThrownBy(() -> Samples.add(journal, 2, 100)).isInstanceOf(IOException.class);
            assertThat(Samples.all(journal)).containsOnlyKeys("item 1");
            Samples.add(journal, 3, 100);
            assertThat(Samples.all(journal)).containsOnlyKeys("item 1", "item 3");
        }
        assertThat(storage.list().size()).isGreaterThan(1);
        assertHas(storage, Map.of("item 1", Samples.body(1, 100), "item 3", Samples.body(3, 100)));
        assertHas(
                storage.afterPowerLoss(storage.moment()),
                Map.of("item 1", Samples.body(1, 100), "item 3", Samples.body(3, 100)));
    }

    @Test
    void afterAFailedReplacementTheItemIsAsItWas() throws Exception {
        try (Journal journal = Journal.open(storage, Samples.SMALL.withLazyForce(Duration.ofMinutes(1)))) {
            StoredItem item = Samples.add(journal, 1, 100);
            storage.failForces(1);
            assertThatThrownBy(() -> journal.replace(
                            item, Samples.item("again"), new ByteArrayInputStream(Samples.body(2, 300))))
                    .isInstanceOf(IOException.class);
            assertThat(Samples.all(journal)).containsEntry("item 1", Samples.body(1, 100));
        }
        assertHas(storage.afterPowerLoss(storage.moment()), Map.of("item 1", Samples.body(1, 100)));
    }

    @Test
    void aReplacementWhoseBodyIsLostFallsBackToWhatWasThere() throws Exception {
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            StoredItem item = Samples.add(journal, 1, 100);
            journal.replace(item, Samples.item("again"), new ByteArrayInputStream(Samples.body(2, 700)));
        }
        String segment = storage.list().get(0);
        byte[] bytes = storage.content(segment);
        bytes[bytes.length - 500] ^= 1;
        storage.put(segment, bytes);
        assertHas(storage, Map.of("item 1", Samples.body(1, 100)));
    }

    @Test
    void aClientThatBreaksOffLeavesNothingBehind() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            InputStream half = new SequenceInputStream(new ByteArrayInputStream(Samples.body(1, 3000)), broken);
            assertThatThrownBy(() -> journal.add(Samples.item("half"), half)).hasMessage("connection reset");
            for (int i = 2; i < 12; i++) {
                journal.done(Samples.add(journal, i, 700));
            }
            assertThat(Poll.until(LIMIT, () -> storage.list().size() <= 2)).isTrue();
        }
        assertHas(storage, Map.of());
    }

    @Test
    void aSharedBodyLivesAsLongAsSomebodyRefersToIt() throws Exception {
        try (Journal journal = Journal.open(storage, Samples.SMALL)) {
            StoredItem first = Samples.add(journal, 1, 700);
            long before = journal.bytes();
            StoredItem second =
                    journal.addSharing(Samples.item("second"), first.body()).orElseThrow();
            assertThat(journal.bytes() - before).isLessThan(200);
            journal.done(first);
            assertThat(Samples.read(journal, second)).isEqualTo(Samples.body(1, 700));
            journal.done(second);
            assertThat(journal.addSharing(Samples.item("third"), first.body())).isEmpty();
        }
        assertHas(storage, Map.of());
    }
}

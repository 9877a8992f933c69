// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JournalRecoveryTest {
    private static final JournalSettings ONE_SEGMENT = Samples.SMALL.withSegmentBytes(1 << 20);

    private final RecordingStorage storage = new RecordingStorage();

    private static TreeMap<String, byte[]> reopened(RecordingStorage storage) throws IOException {
        try (Journal journal = Journal.open(storage, ONE_SEGMENT)) {
            return Samples.all(journal);
        }
    }

    private static String segmentWithItems(RecordingStorage storage) {
        return storage.list().stream()
                .max((a, b) -> Integer.compare(storage.content(a).length, storage.content(b).length))
                .orElseThrow();
    }

    /** Sizes of nothing, less than a part, exactly one, exactly two, and several parts. */
    private TreeMap<Integer, Map<String, byte[]>> writeItems() throws IOException {
        TreeMap<Integer, Map<String, byte[]>> acknowledged = new TreeMap<>();
        Map<String, byte[]> live = new TreeMap<>();
        acknowledged.put(0, Map.of());
        try (Journal journal = Journal.open(storage, ONE_SEGMENT)) {
            int number = 0;
            for (int size : new int[] {0, 100, 256, 512, 700, 3}) {
                Samples.add(journal, number, size);
                live.put("item " + number, Samples.body(number, size));
                acknowledged.put((int) journal.bytes(), new TreeMap<>(live));
                number++;
            }
        }
        return acknowledged;
    }

    @Test
    void everythingAcknowledgedIsBackWhereverTheFileIsCutOff() throws Exception {
        TreeMap<Integer, Map<String, byte[]>> acknowledged = writeItems();
        String segment = segmentWithItems(storage);
        byte[] whole = storage.content(segment);
        for (int length = 0; length <= whole.length; length++) {
            RecordingStorage cut = new RecordingStorage();
            cut.put(segment, Arrays.copyOf(whole, length));
            assertThat(reopened(cut))
                    .as("cut off at %d", length)
                    .containsExactlyInAnyOrderEntriesOf(
                            acknowledged.floorEntry(length).getValue());
            assertThat(reopened(cut))
                    .containsOnlyKeys(acknowledged.floorEntry(length).getValue().keySet());
        }
    }

    @Test
    void zerosAtTheEndAreCutOffWithoutFuss() throws Exception {
        TreeMap<Integer, Map<String, byte[]>> acknowledged = writeItems();
        String segment = segmentWithItems(storage);
        byte[] whole = storage.content(segment);
        storage.put(segment, Arrays.copyOf(whole, whole.length + 5000));
        assertThat(reopened(storage))
                .containsExactlyInAnyOrderEntriesOf(acknowledged.lastEntry().getValue());
        assertThat(storage.aside().list()).isEmpty();
    }

    @Test
    void aFlippedByteCostsAtMostTheItemItLiesInAndThatIsSetAside() throws Exception {
        Map<String, byte[]> all = writeItems().lastEntry().getValue();
        String segment = segmentWithItems(storage);
        byte[] whole = storage.content(segment);
        for (int position = 0; position < whole.length; position++) {
            byte[] flipped = whole.clone();
            flipped[position] ^= 0x41;
            RecordingStorage damaged = new RecordingStorage();
            damaged.put(segment, flipped);
            TreeMap<String, byte[]> found = reopened(damaged);
            assertThat(all).as("flipped at %d", position).containsAllEntriesOf(found);
            assertThat(found).as("flipped at %d", position).hasSizeGreaterThanOrEqualTo(all.size() - 1);
            boolean missing = found.size() < all.size();
            assertThat(damaged.aside().list().isEmpty())
                    .as("flipped at %d", position)
                    .isEqualTo(!missing);
            assertThat(reopened(damaged)).containsOnlyKeys(found.keySet());
        }
    }

    @Test
    void anItemWithADamagedBodyIsSetAsideWithItsEnvelopeAndDoesNotComeBack() throws Exception {
        writeItems();
        String segment = segmentWithItems(storage);
        byte[] bytes = storage.content(segment);
        int inTheLastPart = indexOf(bytes, Arrays.copyOfRange(Samples.body(4, 700), 600, 650));
        bytes[inTheLastPart] ^= 1;
        storage.put(segment, bytes);
        assertThat(reopened(storage)).hasSize(5).doesNotContainKey("item 4");
        RecordingStorage aside = storage.aside();
        String message = aside.list().stream()
                .filter(name -> name.endsWith(".eml"))
                .findFirst()
                .orElseThrow();
        assertThat(aside.content(message)).isEqualTo(Arrays.copyOf(Samples.body(4, 700), 512));
        assertThat(new String(aside.content(message.replace(".eml", ".txt")), StandardCharsets.UTF_8))
                .contains("item 4")
                .contains("Queue: spool")
                .contains("could be read: 512");
        int files = aside.list().size();
        assertThat(reopened(storage)).hasSize(5);
        assertThat(aside.list()).hasSize(files);
    }

    @Test
    void theBodyOfALostEnvelopeIsSetAsideOnce() throws Exception {
        writeItems();
        String segment = segmentWithItems(storage);
        byte[] bytes = storage.content(segment);
        bytes[indexOf(bytes, "item 1".getBytes(StandardCharsets.UTF_8))] ^= 1;
        storage.put(segment, bytes);
        assertThat(reopened(storage)).hasSize(5).doesNotContainKey("item 1");
        RecordingStorage aside = storage.aside();
        assertThat(aside.list()).hasSize(2);
        String message = aside.list().stream()
                .filter(name -> name.endsWith(".eml"))
                .findFirst()
                .orElseThrow();
        assertThat(aside.content(message)).isEqualTo(Samples.body(1, 100));
        reopened(storage);
        assertThat(aside.list()).hasSize(2);
    }

    @Test
    void whatAMailCarriesIsNotTakenForARecord() throws Exception {
        RecordingStorage other = new RecordingStorage();
        try (Journal journal = Journal.open(other, ONE_SEGMENT)) {
            Samples.add(journal, 1, 10);
        }
        byte[] journalInAMail = other.content(segmentWithItems(other));
        try (Journal journal = Journal.open(storage, ONE_SEGMENT)) {
            journal.add(Samples.item("carrier"), new ByteArrayInputStream(journalInAMail));
        }
        String segment = segmentWithItems(storage);
        byte[] bytes = storage.content(segment);
        bytes[indexOf(bytes, journalInAMail) - 3] ^= 1;
        storage.put(segment, bytes);
        assertThat(reopened(storage)).isEmpty();
    }

    @Test
    void changesAndReplacementsAreBack() throws Exception {
        try (Journal journal = Journal.open(storage, ONE_SEGMENT)) {
            StoredItem first = Samples.add(journal, 1, 300);
            StoredItem second = Samples.add(journal, 2, 300);
            StoredItem third = Samples.add(journal, 3, 10);
            journal.replace(first, Samples.item("first again"));
            journal.replace(second, Samples.item("second again"), new ByteArrayInputStream(Samples.body(9, 600)));
            journal.change(first, 1234, true);
            journal.done(third);
        }
        try (Journal journal = Journal.open(storage, ONE_SEGMENT)) {
            TreeMap<String, byte[]> all = Samples.all(journal);
            assertThat(all).containsOnlyKeys("first again", "second again");
            assertThat(all.get("first again")).isEqualTo(Samples.body(1, 300));
            assertThat(all.get("second again")).isEqualTo(Samples.body(9, 600));
            StoredItem first = journal.items().iterator().next();
            assertThat(first.held()).isTrue();
            assertThat(first.notBefore()).isEqualTo(1234);
            assertThat(first.enqueuedAt()).isEqualTo(7);
            assertThat(first.queue()).isEqualTo("spool");
        }
    }

    @Test
    void aSegmentOfANewerFormatIsRefused() throws Exception {
        Journal.open(storage, ONE_SEGMENT).close();
        RecordBuffer head = new RecordBuffer(64)
                .begin(Records.SEGMENT)
                .putInt(Records.VERSION + 1)
                .end();
        head.stamp(1);
        storage.put(Segment.name(99, 1), Arrays.copyOf(head.bytes(), head.length()));
        assertThatThrownBy(() -> Journal.open(storage, ONE_SEGMENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer version");
    }

    @Test
    void strangeFilesAreLeftAlone() throws Exception {
        storage.put("README", new byte[] {1, 2, 3});
        Map<String, byte[]> all = writeItems().lastEntry().getValue();
        assertThat(reopened(storage)).containsOnlyKeys(all.keySet());
        assertThat(storage.content("README")).containsExactly(1, 2, 3);
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}

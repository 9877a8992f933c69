// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Runs a journal under load on a recorded disk, takes the power away at every moment of the run, and starts on what is
 * left: everything acknowledged by then is there, whole.
 */
class PowerLossTest {
    private static final int WRITERS = 4;
    private static final int ITEMS_OF_EACH = 25;
    private static final JournalSettings SETTINGS = Samples.SMALL.withSegmentBytes(2048);

    private final RecordingStorage storage = new RecordingStorage();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Fate> fates = new ArrayList<>();

    /** Between these moments a mail has to be there, with one of these contents. */
    private static final class Fate {
        private final int number;
        private final List<byte[]> contents = new ArrayList<>();
        private volatile int acknowledged = Integer.MAX_VALUE;
        private volatile int doneFrom = Integer.MAX_VALUE;

        Fate(int number) {
            this.number = number;
        }
    }

    private void write(Journal journal, Random random) throws IOException {
        List<StoredItem> mine = new ArrayList<>();
        List<Fate> fatesOfMine = new ArrayList<>();
        for (int i = 0; i < ITEMS_OF_EACH; i++) {
            Fate fate = newFate();
            byte[] body = Samples.body(fate.number, random.nextInt(900));
            fate.contents.add(body);
            StoredItem item = journal.add(Samples.item("item " + fate.number), new ByteArrayInputStream(body));
            fate.acknowledged = storage.moment();
            mine.add(item);
            fatesOfMine.add(fate);
            int choice = random.nextInt(10);
            int other = random.nextInt(mine.size());
            if (choice < 5) {
                fatesOfMine.remove(other).doneFrom = storage.moment();
                journal.done(mine.remove(other));
            } else if (choice < 7) {
                byte[] changed = Samples.body(-fate.number, 500);
                fatesOfMine.get(other).contents.add(changed);
                journal.replace(
                        mine.get(other),
                        Samples.item("item " + fatesOfMine.get(other).number),
                        new ByteArrayInputStream(changed));
            } else if (choice < 8) {
                journal.change(mine.get(other), 1, random.nextBoolean());
            }
        }
    }

    private Fate newFate() {
        Fate fate = new Fate(numbers.incrementAndGet());
        synchronized (fates) {
            fates.add(fate);
        }
        return fate;
    }

    private void run() throws Exception {
        storage.slowForces(1);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try (Journal journal = Journal.open(storage, SETTINGS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Random random = new Random(i);
                running.add(writers.submit(() -> {
                    write(journal, random);
                    return null;
                }));
            }
            for (Future<?> writer : running) {
                writer.get(60, TimeUnit.SECONDS);
            }
        } finally {
            writers.shutdownNow();
        }
    }

    private void assertAllIsThere(RecordingStorage left, int moment, String what) throws IOException {
        TreeMap<String, byte[]> found;
        try (Journal journal = Journal.open(left, SETTINGS)) {
            found = Samples.all(journal);
        }
        for (Fate fate : fates) {
            byte[] body = found.get("item " + fate.number);
            if (fate.acknowledged <= moment && moment < fate.doneFrom) {
                assertThat(body)
                        .as("item %d, power lost at %d, %s", fate.number, moment, what)
                        .isNotNull();
            }
            if (body != null) {
                assertThat(fate.contents)
                        .as("item %d at %d, %s", fate.number, moment, what)
                        .contains(body);
            }
        }
    }

    @Test
    void whateverWasAcknowledgedIsThereAfterTheLossOfEverythingThatWasNotForced() throws Exception {
        run();
        int end = storage.moment();
        for (int moment = 0; moment <= end; moment++) {
            RecordingStorage left = storage.afterPowerLoss(moment);
            assertAllIsThere(left, moment, "all unforced lost");
            assertThat(left.aside().list()).isEmpty();
        }
    }

    @Test
    void whateverWasAcknowledgedIsThereWhenAnyPartOfTheRestReachedTheDiskToo() throws Exception {
        run();
        int end = storage.moment();
        for (int moment = 0; moment <= end; moment += 2) {
            Random random = new Random(moment);
            double chance = random.nextDouble();
            assertAllIsThere(storage.afterPowerLoss(moment, random, chance), moment, "some unforced lost");
        }
    }

    @Test
    void aSecondLossDuringTheStartLosesNothingEither() throws Exception {
        run();
        int end = storage.moment();
        for (int moment = 0; moment <= end; moment += Math.max(1, end / 40)) {
            RecordingStorage first = storage.afterPowerLoss(moment, new Random(moment), 0.5);
            Journal.open(first, SETTINGS).close();
            for (int again = 0; again <= first.moment(); again += 1) {
                RecordingStorage second = first.afterPowerLoss(again, new Random(again), 0.5);
                assertAllIsThere(second, moment, "and again at " + again);
            }
        }
    }

    @Test
    void theRecorderForgetsWhatWasNotForced() throws Exception {
        SpoolFile file = storage.create("a");
        file.write(0, new byte[] {1, 2}, 0, 2);
        assertThat(storage.afterPowerLoss(storage.moment()).list()).isEmpty();
        storage.forceDirectory();
        assertThat(storage.afterPowerLoss(storage.moment()).content("a")).isEmpty();
        file.force();
        file.write(2, new byte[] {3}, 0, 1);
        assertThat(storage.afterPowerLoss(storage.moment()).content("a")).containsExactly(1, 2);
        storage.delete("a");
        assertThat(storage.afterPowerLoss(storage.moment()).list()).containsExactly("a");
        assertThat(Map.of("now", storage.list())).containsEntry("now", List.of());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalSnapshotTest {
    private static final int ITEMS = 40;

    @TempDir
    Path directory;

    @Test
    void aSnapshotTakenUnderLoadHoldsEverythingAcknowledgedBefore() throws Exception {
        Map<String, byte[]> before = new TreeMap<>();
        AtomicBoolean goOn = new AtomicBoolean(true);
        AtomicInteger more = new AtomicInteger(1000);
        Path snapshot;
        try (Journal journal = Journal.open(DiskStorage.open(directory.resolve("spool")), Samples.SMALL)) {
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> addAndFinish(journal, goOn, more));
            for (int i = 0; i < ITEMS; i++) {
                Samples.add(journal, i, 900);
                before.put("item " + i, Samples.body(i, 900));
            }
            snapshot = journal.snapshot();
            int taken = more.get();
            while (more.get() < taken + ITEMS) {
                Thread.onSpinWait();
            }
            goOn.set(false);
            load.join();
        }
        try (Journal copy = Journal.open(DiskStorage.open(snapshot), Samples.SMALL)) {
            assertThat(Samples.all(copy)).containsAllEntriesOf(before);
        }
    }

    @Test
    void whatIsDeletedLaterStaysInTheSnapshot() throws Exception {
        Path snapshot;
        try (Journal journal = Journal.open(DiskStorage.open(directory.resolve("spool")), Samples.SMALL)) {
            StoredItem item = Samples.add(journal, 1, 3000);
            snapshot = journal.snapshot();
            journal.done(item);
            for (int i = 2; i < 60; i++) {
                journal.done(Samples.add(journal, i, 900));
            }
        }
        try (Journal copy = Journal.open(DiskStorage.open(snapshot), Samples.SMALL)) {
            assertThat(Samples.all(copy)).containsOnlyKeys("item 1");
        }
    }

    @Test
    void aSnapshotIsNoPartOfTheSpool() throws Exception {
        Path spool = directory.resolve("spool");
        try (Journal journal = Journal.open(DiskStorage.open(spool), Samples.SMALL)) {
            Samples.add(journal, 1, 100);
            journal.snapshot();
        }
        try (Journal again = Journal.open(DiskStorage.open(spool), Samples.SMALL);
                Stream<Path> snapshots = Files.list(spool.resolve("snapshots"))) {
            assertThat(again.items()).hasSize(1);
            assertThat(snapshots).hasSize(1);
        }
    }

    @Test
    void aSpoolThatNobodyHasOpenIsCopiedWithoutBeingTouched() throws Exception {
        Path spool = directory.resolve("spool");
        try (Journal journal = Journal.open(DiskStorage.open(spool), Samples.SMALL)) {
            Samples.add(journal, 1, 3000);
        }

        Path snapshot = Journal.snapshot(DiskStorage.open(spool));

        try (Journal copy = Journal.open(DiskStorage.open(snapshot), Samples.SMALL);
                Journal again = Journal.open(DiskStorage.open(spool), Samples.SMALL)) {
            assertThat(Samples.all(copy)).containsOnlyKeys("item 1");
            assertThat(again.items()).hasSize(1);
        }
    }

    @Test
    void aSpoolThatSomebodyHasOpenIsNotCopiedBehindHisBack() throws Exception {
        Path spool = directory.resolve("spool");
        try (Journal journal = Journal.open(DiskStorage.open(spool), Samples.SMALL)) {
            assertThatThrownBy(() -> Journal.snapshot(DiskStorage.open(spool))).isInstanceOf(SpoolInUseException.class);
            assertThat(journal.items()).isEmpty();
        }
    }

    private static void addAndFinish(Journal journal, AtomicBoolean goOn, AtomicInteger number) {
        try {
            while (goOn.get()) {
                journal.done(Samples.add(journal, number.getAndIncrement(), 900));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what lives in the oldest segment to the end of the journal. The old records stay what counts until the copies
 * are forced; found both, the younger one wins, and they say the same.
 */
final class Compaction {
    private static final Logger LOGGER = LoggerFactory.getLogger(Compaction.class);

    private final ReentrantLock lock;
    private final SegmentLog log;
    private final Index index;
    private final FreeSpace space;
    private final Aside aside;
    private final Consumer<StoredItem> finished;

    /** {@code finished} records the end of an item. */
    Compaction(
            ReentrantLock lock,
            SegmentLog log,
            Index index,
            FreeSpace space,
            Aside aside,
            Consumer<StoredItem> finished) {
        this.lock = lock;
        this.log = log;
        this.index = index;
        this.space = space;
        this.aside = aside;
        this.finished = finished;
    }

    /** True when something was copied; the caller deletes what is dead now and comes again. */
    boolean copyForwardIfWasteful() throws IOException {
        boolean scarce = space.isScarce();
        Optional<Segment> old;
        lock.lock();
        try {
            old = log.isWasteful(scarce) ? log.oldestComplete() : Optional.empty();
        } finally {
            lock.unlock();
        }
        return old.isPresent() && copyForward(old.get());
    }

    private boolean copyForward(Segment old) throws IOException {
        List<Move> moves = new ArrayList<>();
        Set<Round> rounds = new LinkedHashSet<>();
        boolean forced = false;
        try {
            for (Move move : planned(old)) {
                Optional<byte[]> record = readOrSetAside(move);
                if (record.isPresent() && copy(move, record.get(), rounds)) {
                    moves.add(move);
                }
            }
            for (Round round : rounds) {
                round.await();
            }
            forced = true;
            return !moves.isEmpty();
        } finally {
            conclude(moves, forced);
        }
    }

    /** Empty when the record is damaged; then the items that need it are set aside and done. */
    private Optional<byte[]> readOrSetAside(Move move) throws IOException {
        try {
            return Optional.of(move.from().read());
        } catch (DamagedRecordException e) {
            LOGGER.error("spool result=damaged-record cause={}", e.getMessage());
            for (StoredItem item : needing(move)) {
                setAside(item);
            }
            return Optional.empty();
        }
    }

    private List<StoredItem> needing(Move move) {
        lock.lock();
        try {
            return index.items().stream().filter(move::isNeededBy).toList();
        } finally {
            lock.unlock();
        }
    }

    private void setAside(StoredItem item) throws IOException {
        aside.write(item.id(), envelope(item), List.copyOf(item.body().parts()));
        lock.lock();
        try {
            if (item.isLive()) {
                index.remove(item);
                finished.accept(item);
            }
        } finally {
            lock.unlock();
        }
    }

    private static Optional<NewItem> envelope(StoredItem item) throws IOException {
        try {
            return ItemRecord.parse(item.record().read()).map(ItemRecord::item);
        } catch (DamagedRecordException e) {
            return Optional.empty();
        }
    }

    private List<Move> planned(Segment old) {
        lock.lock();
        try {
            List<Move> moves = new ArrayList<>();
            for (Body body : index.bodies()) {
                for (int i = 0; i < body.parts().size(); i++) {
                    if (body.parts().get(i).segment() == old) {
                        moves.add(new PartMove(body, i));
                    }
                }
            }
            for (StoredItem item : index.items()) {
                if (item.record().segment() == old
                        || item.change().filter(at -> at.segment() == old).isPresent()) {
                    moves.add(new ItemMove(item));
                }
            }
            return moves;
        } finally {
            lock.unlock();
        }
    }

    private boolean copy(Move move, byte[] record, Set<Round> rounds) throws IOException {
        lock.lock();
        try {
            if (!move.isNeeded()) {
                return false;
            }
            SegmentLog.Appended appended = log.append(move.copyOf(record), true);
            move.copiedTo(appended.locations().get(0));
            index.retain(appended.locations().get(0));
            rounds.add(appended.round());
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void conclude(List<Move> moves, boolean forced) {
        lock.lock();
        try {
            for (Move move : moves) {
                if (forced && move.isNeeded()) {
                    move.happen();
                } else {
                    index.release(move.to());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** One record to copy. All but {@link #from()} with the lock held. */
    private abstract static class Move {
        private final Location from;
        private Optional<Location> to = Optional.empty();

        Move(Location from) {
            this.from = from;
        }

        final Location from() {
            return from;
        }

        final Location to() {
            return to.orElseThrow();
        }

        void copiedTo(Location location) {
            to = Optional.of(location);
        }

        abstract boolean isNeeded();

        abstract boolean isNeededBy(StoredItem other);

        abstract RecordBuffer copyOf(byte[] record);

        abstract void happen();
    }

    private final class PartMove extends Move {
        private final Body body;
        private final int part;

        PartMove(Body body, int part) {
            super(body.parts().get(part));
            this.body = body;
            this.part = part;
        }

        @Override
        boolean isNeeded() {
            return body.references() > 0 && body.parts().get(part).equals(from());
        }

        @Override
        boolean isNeededBy(StoredItem other) {
            return other.body() == body;
        }

        @Override
        RecordBuffer copyOf(byte[] record) {
            return RecordBuffer.ofRecord(record);
        }

        @Override
        void happen() {
            body.parts().set(part, to());
            index.release(from());
        }
    }

    private final class ItemMove extends Move {
        private final StoredItem item;
        private Optional<Location> contained = Optional.empty();

        ItemMove(StoredItem item) {
            super(item.record());
            this.item = item;
        }

        @Override
        boolean isNeeded() {
            return item.isLive() && item.record().equals(from());
        }

        @Override
        boolean isNeededBy(StoredItem other) {
            return other == item;
        }

        /** As it is now: the change, if any, is part of the copy. */
        @Override
        RecordBuffer copyOf(byte[] record) {
            contained = item.change();
            byte[] envelope = ItemRecord.parse(record)
                    .map(read -> read.item().envelope())
                    .orElseThrow(() -> new IllegalStateException("item record is not understood"));
            return item.withEnvelope(envelope)
                    .appendTo(
                            new RecordBuffer(record.length + 64),
                            item.id(),
                            item.body().id());
        }

        @Override
        void happen() {
            if (contained.isPresent() && item.change().equals(contained)) {
                contained.ifPresent(index::release);
                item.changed(item.notBefore(), item.held(), Optional.empty());
            }
            item.moveTo(to());
            index.release(from());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The writing of one item, by one thread: the parts of its body, its record, the wait for the disk. Whatever was
 * appended belongs to this object until the item is acknowledged, so that {@link #undo()} can give it up.
 */
final class Writing {
    private static final int FIRST_CAPACITY = 16 * 1024;

    private final ReentrantLock lock;
    private final SegmentLog log;
    private final Index index;
    private final FreeSpace space;
    private final int chunkBytes;
    private final Consumer<StoredItem> undone;

    private final Set<Round> rounds = new LinkedHashSet<>(2);
    private Optional<Body> body = Optional.empty();
    private Optional<Location> pending = Optional.empty();
    private Optional<StoredItem> added = Optional.empty();

    /** {@code undone} records the end of an item that was not acknowledged. */
    Writing(
            ReentrantLock lock,
            SegmentLog log,
            Index index,
            FreeSpace space,
            int chunkBytes,
            Consumer<StoredItem> undone) {
        this.lock = lock;
        this.log = log;
        this.index = index;
        this.space = space;
        this.chunkBytes = chunkBytes;
        this.undone = undone;
    }

    /** Writes all parts of the body but the last one, which is returned to be written with the item's record. */
    RecordBuffer write(InputStream message) throws IOException {
        Body mine = newBody();
        RecordBuffer buffer = part(mine, 0, message);
        InputStream rest = message;
        for (int i = 1; buffer.length(0) >= Records.HEADER + Records.BODY_HEAD + chunkBytes; i++) {
            RecordBuffer next = part(mine, i, rest);
            space.check();
            appendPart(buffer, mine);
            buffer = next;
        }
        lastPart(buffer);
        return buffer;
    }

    private Body newBody() throws IOException {
        space.check();
        lock.lock();
        try {
            Body mine = index.newBody();
            body = Optional.of(mine);
            return mine;
        } finally {
            lock.unlock();
        }
    }

    private RecordBuffer part(Body mine, int number, InputStream message) throws IOException {
        RecordBuffer buffer = new RecordBuffer(number == 0 ? FIRST_CAPACITY : chunkBytes + 64)
                .begin(Records.BODY)
                .putLong(mine.id())
                .putInt(number)
                .putByte(0);
        buffer.putStream(message, chunkBytes);
        return buffer;
    }

    private void lastPart(RecordBuffer buffer) {
        buffer.setByte(0, Records.BODY_HEAD - 1, 1).end();
    }

    private void appendPart(RecordBuffer buffer, Body mine) throws IOException {
        buffer.end();
        lock.lock();
        try {
            SegmentLog.Appended appended = log.append(buffer, false);
            index.addPart(mine, appended.locations().get(0));
            rounds.add(appended.round());
        } finally {
            lock.unlock();
        }
    }

    boolean share(Body shared) {
        lock.lock();
        try {
            if (shared.references() == 0) {
                return false;
            }
            shared.refer(1);
            body = Optional.of(shared);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Appends the item's record behind what the buffer has and waits for the disk. */
    StoredItem finish(NewItem item, RecordBuffer buffer, Optional<StoredItem> old) throws IOException {
        Body mine = body.orElseThrow();
        long id = old.map(StoredItem::id).orElseGet(this::nextId);
        Location record = appendItem(item.appendTo(buffer, id, mine.id()), mine);
        StoredItem stored = old.isPresent() ? old.get() : adopt(new ItemRecord(id, mine.id(), item), mine, record);
        for (Round round : rounds) {
            round.await();
        }
        if (old.isPresent()) {
            switchOver(old.get(), item, mine, record);
        }
        return stored;
    }

    private long nextId() {
        lock.lock();
        try {
            return index.nextId();
        } finally {
            lock.unlock();
        }
    }

    private Location appendItem(RecordBuffer buffer, Body mine) throws IOException {
        lock.lock();
        try {
            SegmentLog.Appended appended = log.append(buffer, true);
            List<Location> where = appended.locations();
            if (where.size() > 1) {
                index.addPart(mine, where.get(0));
            }
            rounds.add(appended.round());
            Location last = where.get(where.size() - 1);
            index.retain(last);
            pending = Optional.of(last);
            return last;
        } finally {
            lock.unlock();
        }
    }

    private StoredItem adopt(ItemRecord record, Body mine, Location where) {
        lock.lock();
        try {
            StoredItem stored = index.add(record, mine, where);
            added = Optional.of(stored);
            body = Optional.empty();
            pending = Optional.empty();
            return stored;
        } finally {
            lock.unlock();
        }
    }

    private void switchOver(StoredItem old, NewItem item, Body mine, Location where) {
        lock.lock();
        try {
            index.replace(old, item, mine, where);
            body = Optional.empty();
            pending = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** What was not acknowledged must not come back, as far as that can be had. */
    void undo() {
        added.ifPresent(undone);
        lock.lock();
        try {
            pending.ifPresent(index::release);
            body.ifPresent(index::release);
        } finally {
            lock.unlock();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Items with bodies, kept in append-only segment files.
 *
 * <p><b>Promises.</b> When {@code add} and {@code replace} return, the item and its body lie on the disk; when they
 * throw, the item is not there, and is marked as done should its records have reached the disk all the same. What is
 * done may come again after a crash, because nobody waits for that record. Nothing else is ever lost: a damaged item
 * is written to the storage's aside and reported.
 *
 * <p><b>Memory.</b> A small object for each item and body, one part of a body for each one that is written or read.
 *
 * <p>All methods may be called by any number of threads; an interrupt does not break them off.
 */
public final class Journal implements Closeable {
    private final SpoolStorage storage;
    private final JournalSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final FreeSpace space;
    private final SegmentLog log;
    private final Index index;
    private final Housekeeping housekeeping;

    private Journal(SpoolStorage storage, JournalSettings settings, Recovery recovered) {
        this.storage = storage;
        this.settings = settings;
        this.space = new FreeSpace(storage, settings.reserveBytes());
        this.log = new SegmentLog(storage, settings, lock, recovered.segments());
        this.housekeeping = new Housekeeping(storage, space, lock, log);
        this.index = new Index(recovered, housekeeping::wake);
    }

    /**
     * Reads what is in the storage and goes on from there. Closing the journal closes the storage.
     *
     * @throws IOException when the segments cannot be read at all, or the torn end of one cannot be cut off
     */
    public static Journal open(SpoolStorage storage, JournalSettings settings) throws IOException {
        Recovery recovered = new Recovery(storage);
        recovered.run();
        Journal journal = new Journal(storage, settings, recovered);
        journal.log.start();
        for (Recovery.Ended damaged : recovered.setAside()) {
            journal.housekeeping.finish(damaged.item(), damaged.body());
        }
        journal.housekeeping.start(journal.index);
        return journal;
    }

    /** All live items, in the order in which they came. */
    public Collection<StoredItem> items() {
        lock.lock();
        try {
            return index.items();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds an item and its body, read from the stream to its end; returns when both are on the disk.
     *
     * @throws SpoolFullException when the rest of the disk is kept for draining
     */
    public StoredItem add(NewItem item, InputStream message) throws IOException {
        Writing writing = newWriting();
        try {
            return writing.finish(item, writing.write(message), Optional.empty());
        } catch (IOException | RuntimeException e) {
            writing.undo();
            throw e;
        }
    }

    /** Adds an item that shares the body of another one; empty when that body is already gone. */
    public Optional<StoredItem> addSharing(NewItem item, Body shared) throws IOException {
        space.check();
        return write(item, shared, Optional.empty());
    }

    /**
     * Writes an item anew, with a new body; queue, priority, hold flag and time of enqueueing stay. Nothing happens
     * when it is done meanwhile; when this fails, the item is as it was.
     */
    public void replace(StoredItem old, NewItem item, InputStream message) throws IOException {
        synchronized (old.changing()) {
            Writing writing = newWriting();
            try {
                writing.finish(old.kept(item), writing.write(message), Optional.of(old));
            } catch (IOException | RuntimeException e) {
                writing.undo();
                throw e;
            }
        }
    }

    /** The same, and the body stays too. */
    public void replace(StoredItem old, NewItem item) throws IOException {
        synchronized (old.changing()) {
            write(old.kept(item), old.body(), Optional.of(old));
        }
    }

    private Optional<StoredItem> write(NewItem item, Body body, Optional<StoredItem> old) throws IOException {
        Writing writing = newWriting();
        if (!writing.share(body)) {
            return Optional.empty();
        }
        try {
            RecordBuffer buffer = new RecordBuffer(item.envelope().length + 256);
            return Optional.of(writing.finish(item, buffer, old));
        } catch (IOException | RuntimeException e) {
            writing.undo();
            throw e;
        }
    }

    /** Changes when an item is due and whether it is held; returns when that is on the disk. */
    public void change(StoredItem item, long notBefore, boolean held) throws IOException {
        synchronized (item.changing()) {
            writeChange(item, notBefore, held);
        }
    }

    private void writeChange(StoredItem item, long notBefore, boolean held) throws IOException {
        RecordBuffer buffer = new RecordBuffer(64)
                .begin(Records.CHANGE)
                .putLong(item.id())
                .putLong(notBefore)
                .putByte(held ? 1 : 0)
                .end();
        Round round;
        lock.lock();
        try {
            if (!item.isLive()) {
                return;
            }
            SegmentLog.Appended appended = log.append(buffer, true);
            index.changed(item, notBefore, held, appended.locations().get(0));
            round = appended.round();
        } finally {
            lock.unlock();
        }
        round.await();
    }

    /** The item is no more. Does not wait for the disk, and does not fail: a record that finds no space comes later. */
    public void done(StoredItem item) {
        long body = item.body().id();
        lock.lock();
        try {
            if (item.isLive()) {
                index.remove(item);
                housekeeping.finish(item.id(), body);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The envelope of an item, read from the disk; fails when it is damaged. */
    public byte[] envelope(StoredItem item) throws IOException {
        Location where;
        lock.lock();
        try {
            where = item.record();
            where.segment().lease();
        } finally {
            lock.unlock();
        }
        try {
            return ItemRecord.parse(where.read())
                    .orElseThrow(() -> new IOException("item record is not understood"))
                    .item()
                    .envelope();
        } finally {
            where.segment().unlease();
        }
    }

    /** Opens the body of an item for reading; to be closed. */
    public BodyReader read(StoredItem item) {
        lock.lock();
        try {
            return new BodyReader(item.body());
        } finally {
            lock.unlock();
        }
    }

    /** How often the disk was asked to keep what was written. */
    public long forces() {
        lock.lock();
        try {
            return log.forces();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of all segment files. */
    public long bytes() {
        lock.lock();
        try {
            return log.segments().stream().mapToLong(Segment::end).sum();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The spool as it is now, in a directory of its own that can be copied at leisure and be opened as a spool: everything
     * acknowledged so far is in it. Who asked for it deletes it, because it keeps the space of what is delivered later.
     */
    public Path snapshot() throws IOException {
        lock.lock();
        try {
            log.endSegment();
            return storage.link(log.segments().stream().map(Segment::name).toList());
        } finally {
            lock.unlock();
        }
    }

    /** The same of a spool that nobody has open; closes the storage. */
    public static Path snapshot(SpoolStorage idle) throws IOException {
        try (idle) {
            return idle.link(idle.list());
        }
    }

    @Override
    public void close() throws IOException {
        housekeeping.close();
        log.close();
        storage.close();
    }

    private Writing newWriting() {
        return new Writing(lock, log, index, space, settings.chunkBytes(), this::done);
    }
}

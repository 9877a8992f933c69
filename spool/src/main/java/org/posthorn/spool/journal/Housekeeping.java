// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of done items, deletes dead segments and copies what lives in mostly dead ones forward.
 *
 * <p>Segments go strictly from the oldest: a record that ends an item is younger than all the item's records, so none
 * of them can be found again after it has gone. An old item that lives long holds up the deletion until the segments
 * together have grown to twice what lives; then its records are copied to the end.
 */
final class Housekeeping implements Closeable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Housekeeping.class);
    private static final long PAUSE_SECONDS = 1;

    private final SpoolStorage storage;
    private final FreeSpace space;
    private final ReentrantLock lock;
    private final SegmentLog log;
    private final Condition work;
    private final Deque<RecordBuffer> owed = new ArrayDeque<>();
    private Optional<Thread> thread = Optional.empty();
    private boolean wanted = true;
    private boolean troubled;
    private boolean closed;

    Housekeeping(SpoolStorage storage, FreeSpace space, ReentrantLock lock, SegmentLog log) {
        this.storage = storage;
        this.space = space;
        this.lock = lock;
        this.log = log;
        this.work = lock.newCondition();
    }

    void start(Index index) {
        Compaction compaction = new Compaction(
                lock,
                log,
                index,
                space,
                new Aside(storage),
                item -> finish(item.id(), item.body().id()));
        Thread started = Uninterrupted.daemon(() -> run(compaction), "spool-housekeeping");
        thread = Optional.of(started);
        started.start();
    }

    /** There may be something to delete; the lock is held. */
    void wake() {
        wanted = true;
        work.signal();
    }

    /** Records that an item is no more, later if there is no space now. */
    void finish(long item, long body) {
        RecordBuffer buffer = new RecordBuffer(64)
                .begin(Records.DONE)
                .putLong(item)
                .putLong(body)
                .end();
        lock.lock();
        try {
            owed.add(buffer);
            payOwed();
        } finally {
            lock.unlock();
        }
    }

    private void payOwed() {
        while (!owed.isEmpty()) {
            try {
                log.append(owed.peekFirst(), false);
                owed.removeFirst();
                troubled = false;
            } catch (IOException e) {
                complain("result=done-not-recorded-yet", e);
                return;
            }
        }
    }

    /** One line when trouble begins, not one for each attempt; the lock is held. */
    private void complain(String what, Exception cause) {
        if (!troubled) {
            LOGGER.warn("spool {} cause={}; tried again every second", what, cause.toString());
            troubled = true;
        }
    }

    private void run(Compaction compaction) {
        while (awaitWork()) {
            try {
                do {
                    deleteDead();
                } while (compaction.copyForwardIfWasteful());
            } catch (IOException | RuntimeException e) {
                lock.lock();
                try {
                    complain("result=not-compacted", e);
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            if (!wanted && !closed) {
                boolean signalled = work.await(PAUSE_SECONDS, TimeUnit.SECONDS);
                LOGGER.trace("spool woken={}", signalled);
            }
            wanted = false;
            payOwed();
            return !closed;
        } catch (InterruptedException e) {
            // nobody interrupts this thread on purpose
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void deleteDead() throws IOException {
        for (Optional<Segment> dead = dead(); dead.isPresent(); dead = dead()) {
            // the records that ended its items first: without them, what is younger would refer to what is gone
            forceAll();
            forget(dead.get());
            storage.delete(dead.get().name());
            // one after the other: were a younger one gone and an older one back, done items would be back too
            storage.forceDirectory();
            dead.get().abandon();
        }
    }

    private Optional<Segment> dead() {
        lock.lock();
        try {
            return log.oldestComplete().filter(oldest -> oldest.live() == 0);
        } finally {
            lock.unlock();
        }
    }

    private void forceAll() throws IOException {
        Round round;
        lock.lock();
        try {
            round = log.forceSoon();
        } finally {
            lock.unlock();
        }
        round.await();
    }

    private void forget(Segment dead) {
        lock.lock();
        try {
            log.forget(dead);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        thread.ifPresent(Housekeeping::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

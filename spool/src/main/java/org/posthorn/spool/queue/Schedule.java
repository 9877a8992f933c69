// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.posthorn.spool.journal.StoredItem;

/**
 * Which item of a queue comes next. Due items go by priority, then in the order in which they came; the others wait
 * for their time, or for a release.
 */
final class Schedule {
    private static final Comparator<Entry> BY_PRIORITY =
            Comparator.<Entry>comparingInt(entry -> -entry.item.priority()).thenComparingLong(entry -> entry.item.id());
    private static final Comparator<Entry> BY_TIME =
            Comparator.<Entry>comparingLong(entry -> entry.due).thenComparingLong(entry -> entry.item.id());

    private static final long MINUTE = 60_000;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Long, Entry> entries = new HashMap<>();
    private final TreeSet<Entry> ready = new TreeSet<>(BY_PRIORITY);
    private final TreeSet<Entry> delayed = new TreeSet<>(BY_TIME);

    private static final class Entry {
        private final StoredItem item;
        private long due;
        private boolean active;

        Entry(StoredItem item) {
            this.item = item;
        }
    }

    Schedule(Clock clock) {
        this.clock = clock;
    }

    ReentrantLock lock() {
        return lock;
    }

    Condition changed() {
        return changed;
    }

    void add(StoredItem item) {
        lock.lock();
        try {
            Entry entry = new Entry(item);
            entries.put(item.id(), entry);
            place(entry, item.notBefore());
        } finally {
            lock.unlock();
        }
    }

    private void place(Entry entry, long due) {
        entry.due = due;
        if (entry.item.held() || entry.active) {
            return;
        }
        if (due <= clock.millis()) {
            ready.add(entry);
        } else {
            delayed.add(entry);
        }
        changed.signal();
    }

    private void displace(Entry entry) {
        ready.remove(entry);
        delayed.remove(entry);
    }

    /** The next due item, which is active from now on; the lock is held. */
    Optional<StoredItem> take() {
        long now = clock.millis();
        while (!delayed.isEmpty() && delayed.first().due <= now) {
            ready.add(delayed.pollFirst());
        }
        Optional<Entry> next = Optional.ofNullable(ready.pollFirst());
        next.ifPresent(entry -> entry.active = true);
        return next.map(entry -> entry.item);
    }

    /** Milliseconds until an item gets due, empty when none waits for its time; the lock is held. */
    Optional<Long> untilNextDue() {
        return delayed.isEmpty() ? Optional.empty() : Optional.of(Math.max(1, delayed.first().due - clock.millis()));
    }

    /** An active item waits again, until this time. */
    void giveBack(StoredItem item, long due) {
        withEntry(item, entry -> {
            entry.active = false;
            place(entry, due);
            return true;
        });
    }

    /** An active item could not be handed out; it waits a minute. */
    void giveBackLater(StoredItem item) {
        giveBack(item, clock.millis() + MINUTE);
    }

    /** An item that is not active is placed by its new time and hold flag. */
    void refresh(StoredItem item) {
        withEntry(item, entry -> {
            displace(entry);
            place(entry, item.notBefore());
            return true;
        });
    }

    /** The item is no more. */
    void finish(StoredItem item) {
        withEntry(item, entry -> {
            displace(entry);
            entries.remove(item.id());
            return true;
        });
    }

    /** Takes an item out unless it is active. */
    boolean removeInactive(StoredItem item) {
        return withEntry(item, entry -> {
            if (entry.active) {
                return false;
            }
            displace(entry);
            entries.remove(item.id());
            return true;
        });
    }

    boolean isActive(StoredItem item) {
        return withEntry(item, entry -> entry.active);
    }

    private interface Operation {
        boolean on(Entry entry);
    }

    private boolean withEntry(StoredItem item, Operation operation) {
        lock.lock();
        try {
            Entry entry = entries.get(item.id());
            return entry != null && operation.on(entry);
        } finally {
            lock.unlock();
        }
    }

    long size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    /** All items by priority and age. */
    List<StoredItem> items() {
        lock.lock();
        try {
            return entries.values().stream()
                    .sorted(BY_PRIORITY)
                    .map(entry -> entry.item)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Items that wait for their time, held ones left out. */
    List<StoredItem> delayed() {
        lock.lock();
        try {
            Stream<Entry> waiting = delayed.stream();
            return waiting.map(entry -> entry.item).toList();
        } finally {
            lock.unlock();
        }
    }
}

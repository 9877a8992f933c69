// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.posthorn.spool.journal.StoredItem;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands due items out, in a thread of its own, to subscribers that asked for some: never more than they asked for, to
 * one after the other when there are several. A subscriber that takes its time in {@code onNext} makes the others of
 * this queue wait, but not those who enqueue.
 */
final class Dispatcher implements Publisher<MailQueueItem> {
    private static final Logger LOGGER = LoggerFactory.getLogger(Dispatcher.class);
    /** Looked at the clock again after this at the latest, should it have been set. */
    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final Schedule schedule;
    private final ReentrantLock lock;
    private final String name;
    private final Function<StoredItem, Optional<MailQueueItem>> loader;
    private final Deque<Demand> demands = new ArrayDeque<>();
    private boolean started;
    private boolean closed;

    /** The loader makes the item that is given out, or deals with it when it cannot be read. */
    Dispatcher(Schedule schedule, String name, Function<StoredItem, Optional<MailQueueItem>> loader) {
        this.schedule = schedule;
        this.lock = schedule.lock();
        this.name = name;
        this.loader = loader;
    }

    /** What one subscriber asked for and has not got; guarded by the lock. */
    private final class Demand implements Subscription {
        private final Subscriber<? super MailQueueItem> subscriber;
        private long count;
        private boolean cancelled;

        Demand(Subscriber<? super MailQueueItem> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long more) {
            if (more <= 0) {
                cancel();
                subscriber.onError(new IllegalArgumentException("a request must be positive"));
                return;
            }
            lock.lock();
            try {
                count = count + more < 0 ? Long.MAX_VALUE : count + more;
                schedule.changed().signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                cancelled = true;
                demands.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void subscribe(Subscriber<? super MailQueueItem> subscriber) {
        Demand demand = new Demand(subscriber);
        lock.lock();
        try {
            demands.addLast(demand);
            if (!started) {
                started = true;
                Thread thread = new Thread(this::run, "spool-queue-" + name);
                thread.setDaemon(true);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
        subscriber.onSubscribe(demand);
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            schedule.changed().signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (Optional<Handover> next = next(); next.isPresent(); next = next()) {
            try {
                handOver(next.get());
            } catch (RuntimeException | Error e) {
                // whatever it was, the other mails of the queue go on
                LOGGER.error(
                        "queue={} item={} result=not-handed-out",
                        name,
                        Ids.of(next.get().item()),
                        e);
                schedule.giveBackLater(next.get().item());
            }
        }
    }

    private record Handover(StoredItem item, Dispatcher.Demand demand) {}

    /** Waits for an item and somebody who wants it; empty when closed. */
    private Optional<Handover> next() {
        lock.lock();
        try {
            while (!closed) {
                Optional<Demand> demand =
                        demands.stream().filter(some -> some.count > 0).findFirst();
                Optional<StoredItem> item = demand.isPresent() ? schedule.take() : Optional.empty();
                if (item.isPresent()) {
                    return Optional.of(new Handover(item.get(), served(demand.get())));
                }
                await(demand.flatMap(any -> schedule.untilNextDue()).orElse(LONGEST_WAIT_MILLIS));
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Demand served(Demand demand) {
        if (demand.count != Long.MAX_VALUE) {
            demand.count--;
        }
        demands.remove(demand);
        demands.addLast(demand);
        return demand;
    }

    private void await(long millis) {
        try {
            boolean signalled = schedule.changed().await(Math.min(millis, LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
            LOGGER.trace("queue={} woken={}", name, signalled);
        } catch (InterruptedException e) {
            // a subscriber may have been interrupted in onNext; that is not meant for this thread
            LOGGER.trace("queue={} interrupted", name);
        }
    }

    private void handOver(Handover handover) {
        Optional<MailQueueItem> item = loader.apply(handover.item());
        if (item.isEmpty()) {
            giveDemandBack(handover.demand());
            return;
        }
        if (isCancelled(handover.demand())) {
            takeBack(item.get());
            return;
        }
        try {
            handover.demand().subscriber.onNext(item.get());
        } catch (RuntimeException | Error e) {
            LOGGER.error("queue={} result=subscriber-failed; it gets no more mails", name, e);
            handover.demand().cancel();
            takeBack(item.get());
        }
    }

    private void takeBack(MailQueueItem item) {
        try {
            item.done(MailQueueItem.CompletionStatus.RETRY);
        } catch (MailQueueException e) {
            LOGGER.error(
                    "queue={} mail={} result=not-taken-back",
                    name,
                    item.getMail().getName(),
                    e);
        } finally {
            LifecycleUtil.dispose(item.getMail());
        }
    }

    private boolean isCancelled(Demand demand) {
        lock.lock();
        try {
            return demand.cancelled;
        } finally {
            lock.unlock();
        }
    }

    private void giveDemandBack(Demand demand) {
        if (!isCancelled(demand)) {
            demand.request(1);
        }
    }
}

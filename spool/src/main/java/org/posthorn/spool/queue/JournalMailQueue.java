// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.posthorn.spool.journal.StoredItem;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One of James's queues in the journal.
 *
 * <p>A mail is on the disk when {@link #enQueue} returns. One that was handed out and not done is handed out again
 * after the next start. {@code done(RETRY)} makes it due at once, {@code done(REJECT)} in ten minutes: a mail leaves the
 * queue by {@code done(SUCCESS)}, or by an administrator's hand. Closing a queue does nothing, because everybody shares
 * it; {@link JournalMailQueueFactory#close()} ends them all.
 */
public final class JournalMailQueue implements ManageableMailQueue {
    private static final Logger LOGGER = LoggerFactory.getLogger(JournalMailQueue.class);
    private static final Duration AFTER_REJECT = Duration.ofMinutes(10);

    private final MailQueueName name;
    private final MailStore store;
    private final Clock clock;
    private final MailQueueItemDecoratorFactory decoratorFactory;
    private final MetricFactory metricFactory;
    private final Metric enqueued;
    private final Metric dequeued;
    private final Schedule schedule;
    private final Dispatcher dispatcher;
    /** Mails that are being worked on; guarded by the schedule's lock. */
    private final Map<Mail, StoredItem> active = new IdentityHashMap<>();

    JournalMailQueue(
            MailQueueName name,
            MailStore store,
            MetricFactory metricFactory,
            GaugeRegistry gaugeRegistry,
            MailQueueItemDecoratorFactory decoratorFactory,
            Clock clock) {
        this.name = name;
        this.store = store;
        this.clock = clock;
        this.decoratorFactory = decoratorFactory;
        this.metricFactory = metricFactory;
        this.enqueued = metricFactory.generate(ENQUEUED_METRIC_NAME_PREFIX + name.asString());
        this.dequeued = metricFactory.generate(DEQUEUED_METRIC_NAME_PREFIX + name.asString());
        this.schedule = new Schedule(clock);
        this.dispatcher = new Dispatcher(schedule, name.asString(), this::load);
        gaugeRegistry.register(QUEUE_SIZE_METRIC_NAME_PREFIX + name.asString(), this::getSize);
    }

    Schedule schedule() {
        return schedule;
    }

    void stop() {
        dispatcher.close();
    }

    @Override
    public MailQueueName getName() {
        return name;
    }

    @Override
    public void enQueue(Mail mail) throws MailQueueException {
        enQueue(mail, Duration.ZERO);
    }

    @Override
    public void enQueue(Mail mail, Duration delay) throws MailQueueException {
        TimeMetric timer = metricFactory.timer(ENQUEUED_TIMER_METRIC_NAME_PREFIX + name.asString());
        try {
            schedule.add(store.add(name.asString(), mail, clock.millis(), after(delay)));
            enqueued.increment();
        } catch (IOException | MessagingException e) {
            throw new MailQueueException("The mail " + mail.getName() + " could not be written to the spool", e);
        } finally {
            timer.stopAndPublish();
        }
    }

    @Override
    public Publisher<Void> enqueueReactive(Mail mail) {
        return Mono.<Void>fromCallable(() -> {
                    enQueue(mail);
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private long after(Duration delay) {
        try {
            return delay.isNegative() ? clock.millis() : Math.addExact(clock.millis(), delay.toMillis());
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public Flux<MailQueueItem> deQueue() {
        return Flux.from(dispatcher);
    }

    private Optional<MailQueueItem> load(StoredItem item) {
        try {
            MailImpl mail = store.load(item);
            schedule.lock().lock();
            try {
                active.put(mail, item);
            } finally {
                schedule.lock().unlock();
            }
            dequeued.increment();
            return Optional.of(decoratorFactory.decorate(new JournalMailQueueItem(this, item, mail), name));
        } catch (IOException | MessagingException | RuntimeException e) {
            LOGGER.error("queue={} item={} result=not-readable action=later", name.asString(), Ids.of(item), e);
            schedule.giveBack(item, after(AFTER_REJECT));
            return Optional.empty();
        }
    }

    void done(StoredItem item, Mail mail, MailQueueItem.CompletionStatus status) {
        forgetActive(mail);
        switch (status) {
            case SUCCESS -> {
                store.journal().done(item);
                schedule.finish(item);
            }
            case RETRY -> schedule.giveBack(item, clock.millis());
            case REJECT -> {
                LOGGER.warn("mail={} queue={} result=rejected action=later", mail.getName(), name.asString());
                schedule.giveBack(item, after(AFTER_REJECT));
            }
        }
    }

    private Optional<StoredItem> forgetActive(Mail mail) {
        schedule.lock().lock();
        try {
            return Optional.ofNullable(active.remove(mail));
        } finally {
            schedule.lock().unlock();
        }
    }

    /**
     * Instead of {@code done}: the mail stays in the queue as it is now (recipients, attributes, state, message), and
     * is due after the delay. One write replaces what was there, so it is never there twice. When the disk does not
     * take it, the mail as it was is tried again after the delay, and the log says so.
     *
     * @param mail one that this queue handed out and that is not done
     * @throws MailQueueException when it is not such a mail
     */
    public void defer(Mail mail, Duration delay) throws MailQueueException {
        StoredItem item = takeActive(mail);
        long due = after(delay);
        try {
            store.replace(item, mail, due);
        } catch (IOException | MessagingException e) {
            LOGGER.warn("mail={} queue={} result=deferral-not-written", mail.getName(), name.asString(), e);
        } finally {
            schedule.giveBack(item, due);
        }
    }

    /**
     * Instead of {@code done}, after a failure: the mail stays in the queue as it was handed out, whatever was done to
     * it since then, but for the failure, which is counted, and is due after the delay. When the disk does not take the
     * count, the mail is tried again after the delay all the same, and the log says so.
     *
     * @param mail one that this queue handed out and that is not done
     * @param cause why it failed, one line
     * @throws MailQueueException when it is not such a mail
     */
    public void retry(Mail mail, Duration delay, String cause) throws MailQueueException {
        StoredItem item = takeActive(mail);
        long due = after(delay);
        try {
            store.countFailure(item, cause, due);
        } catch (IOException e) {
            LOGGER.warn("mail={} queue={} result=deferral-not-written", mail.getName(), name.asString(), e);
        } finally {
            schedule.giveBack(item, due);
        }
    }

    private StoredItem takeActive(Mail mail) throws MailQueueException {
        return forgetActive(mail)
                .orElseThrow(() ->
                        new MailQueueException("The mail " + mail.getName() + " is not being worked on in this queue"));
    }

    @Override
    public long getSize() {
        return schedule.size();
    }

    @Override
    public long flush() throws MailQueueException {
        long count = 0;
        for (StoredItem item : schedule.delayed()) {
            try {
                store.journal().change(item, clock.millis(), item.held());
            } catch (IOException e) {
                throw new MailQueueException("The queue could not be flushed", e);
            }
            schedule.refresh(item);
            count++;
        }
        return count;
    }

    @Override
    public long clear() {
        return schedule.items().stream().filter(this::delete).count();
    }

    /** False when the item is being worked on or is no more. */
    boolean delete(StoredItem item) {
        boolean taken = schedule.removeInactive(item);
        if (taken) {
            store.journal().done(item);
        }
        return taken;
    }

    @Override
    public long remove(Type type, String value) {
        return schedule.items().stream()
                .filter(item -> matches(item, type, value))
                .filter(this::delete)
                .count();
    }

    private boolean matches(StoredItem item, Type type, String value) {
        try {
            MailImpl mail = store.loadEnvelope(item);
            return switch (type) {
                case Name -> mail.getName().equals(value);
                case Sender -> mail.getMaybeSender().asString().equals(value);
                case Recipient ->
                    mail.getRecipients().stream().map(MailAddress::asString).anyMatch(value::equals);
            };
        } catch (IOException e) {
            LOGGER.warn("queue={} item={} result=not-readable cause={}", name.asString(), Ids.of(item), e.toString());
            return false;
        }
    }

    /** The mails there are now, by priority and age; their messages are read only when asked for. */
    @Override
    public MailQueueIterator browse() {
        return new Views(schedule.items());
    }

    private final class Views implements MailQueueIterator {
        private final Iterator<StoredItem> items;
        private Optional<MailQueueItemView> next = Optional.empty();

        Views(List<StoredItem> items) {
            this.items = items.iterator();
        }

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && items.hasNext()) {
                next = view(items.next());
            }
            return next.isPresent();
        }

        @Override
        public MailQueueItemView next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            MailQueueItemView view = next.orElseThrow();
            next = Optional.empty();
            return view;
        }

        /** Empty when the item is done meanwhile or cannot be read. */
        private Optional<MailQueueItemView> view(StoredItem item) {
            try {
                ZonedDateTime due = Instant.ofEpochMilli(item.notBefore()).atZone(ZoneOffset.UTC);
                return Optional.of(new DefaultMailQueueItemView(store.load(item), due));
            } catch (IOException | MessagingException | RuntimeException e) {
                LOGGER.debug("queue={} item={} result=not-shown", name.asString(), Ids.of(item), e);
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            next.ifPresent(LifecycleUtil::dispose);
        }
    }

    /** Does nothing; see the class. */
    @Override
    public void close() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.inject.Inject;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.api.jmx.MailSpoolerMBean;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;
import org.posthorn.spool.queue.JournalMailQueue;
import org.posthorn.spool.queue.JournalMailQueueFactory;
import org.posthorn.spool.queue.SpoolAttributes;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;

/**
 * Has the mails of the queue "spool" processed, as many at a time as it has threads; no more are taken out.
 *
 * <p>A mail leaves the spool only when its processing came to its end without a fault. After any other end (an exception,
 * an error, a mail made on the way that the spool did not take) it stays there as it was when the processing began and
 * is tried again on the schedule, without end: it is never parked, dropped or bounced for a fault. What had been done
 * before the fault is done again then; deliveries are recognised by the mail's spool id.
 */
public final class Spooler implements MailSpoolerMBean, Closeable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Spooler.class);
    private static final String TIMER = "spoolProcessing";

    private final JournalMailQueueFactory queues;
    private final MailProcessor processor;
    private final FailedHandOvers failedHandOvers;
    private final MetricFactory metrics;
    private final SpoolerSettings settings;
    private final ExecutorService workers;
    private final Items items = new Items();
    private final AtomicInteger active = new AtomicInteger();

    @Inject
    public Spooler(
            JournalMailQueueFactory queues,
            MailProcessor processor,
            SpoolingMailetContext context,
            MetricFactory metrics,
            SpoolerSettings settings) {
        this.queues = queues;
        this.processor = processor;
        this.failedHandOvers = context.failedHandOvers();
        this.metrics = metrics;
        this.settings = settings;
        this.workers = Executors.newFixedThreadPool(settings.threads(), threads());
    }

    private static ThreadFactory threads() {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "spooler-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Begins to process; to be called once, when all that mailets need is ready. */
    public void start() {
        queue().deQueue().subscribe(items);
    }

    private JournalMailQueue queue() {
        return queues.createQueue(MailQueueFactory.SPOOL);
    }

    /** Asks for a mail for each thread, and for the next one when a thread is free again. */
    private final class Items extends BaseSubscriber<MailQueueItem> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(settings.threads());
        }

        @Override
        protected void hookOnNext(MailQueueItem item) {
            workers.execute(() -> {
                try {
                    work(item);
                } finally {
                    request(1);
                }
            });
        }
    }

    private void work(MailQueueItem item) {
        active.incrementAndGet();
        TimeMetric timer = metrics.timer(TIMER);
        Mail mail = item.getMail();
        int failures = SpoolAttributes.failures(mail);
        try {
            Optional<Throwable> failure = process(mail);
            if (failure.isPresent()) {
                keep(mail, failures + 1, failure.get());
            } else {
                item.done(MailQueueItem.CompletionStatus.SUCCESS);
            }
        } catch (MailQueueException | RuntimeException | Error e) {
            // the mail is in the journal, and at the latest the next start of the server goes on with it
            LOGGER.error("mail={} result=stuck; it waits for the next start of the server", mail.getName(), e);
        } finally {
            timer.stopAndPublish();
            active.decrementAndGet();
            LifecycleUtil.dispose(mail);
        }
    }

    /** Why the mail has to come again. */
    private Optional<Throwable> process(Mail mail) {
        failedHandOvers.watch();
        Optional<Throwable> thrown = Optional.empty();
        try {
            processor.service(mail);
        } catch (Exception | Error e) {
            thrown = Optional.of(e);
        }
        Optional<Exception> overheard = failedHandOvers.end();
        return thrown.or(() -> overheard);
    }

    private void keep(Mail mail, int failures, Throwable failure) throws MailQueueException {
        Duration delay = settings.schedule().after(failures);
        String cause = Cause.of(failure);
        LOGGER.warn(
                "mail={} result=deferred failures={} retry-in={}s cause={}",
                mail.getName(),
                failures,
                delay.toSeconds(),
                cause);
        LOGGER.debug("mail={} result=deferred", mail.getName(), failure);
        queue().retry(mail, delay, cause);
    }

    @Override
    public int getThreadCount() {
        return settings.threads();
    }

    @Override
    public int getCurrentSpoolCount() {
        return active.get();
    }

    /** Takes no more mails, and waits a while for those that are being processed; the others stay in the spool. */
    @Override
    public void close() {
        items.cancel();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.warn(
                        "check=spooler result=unfinished mails={}; they begin anew at the next start", active.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

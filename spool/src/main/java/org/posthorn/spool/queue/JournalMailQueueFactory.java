// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.posthorn.spool.journal.Journal;
import org.posthorn.spool.journal.StoredItem;

/**
 * All queues of one journal. Those that have mails are there from the start. The journal is the factory's: it is closed
 * with it.
 */
public final class JournalMailQueueFactory implements MailQueueFactory<JournalMailQueue>, Closeable {
    private final MailStore store;
    private final MetricFactory metricFactory;
    private final GaugeRegistry gaugeRegistry;
    private final MailQueueItemDecoratorFactory decoratorFactory;
    private final Clock clock;
    private final Map<MailQueueName, JournalMailQueue> queues = new ConcurrentHashMap<>();

    @Inject
    public JournalMailQueueFactory(
            Journal journal,
            MetricFactory metricFactory,
            GaugeRegistry gaugeRegistry,
            MailQueueItemDecoratorFactory decoratorFactory,
            Clock clock) {
        this.store = new MailStore(journal);
        this.metricFactory = metricFactory;
        this.gaugeRegistry = gaugeRegistry;
        this.decoratorFactory = decoratorFactory;
        this.clock = clock;
        for (StoredItem item : journal.items()) {
            createQueue(MailQueueName.of(item.queue())).schedule().add(item);
        }
    }

    @Override
    public Optional<JournalMailQueue> getQueue(MailQueueName name, PrefetchCount count) {
        return Optional.ofNullable(queues.get(name));
    }

    @Override
    public JournalMailQueue createQueue(MailQueueName name, PrefetchCount count) {
        return queues.computeIfAbsent(
                name, any -> new JournalMailQueue(name, store, metricFactory, gaugeRegistry, decoratorFactory, clock));
    }

    @Override
    public Set<MailQueueName> listCreatedMailQueues() {
        return Set.copyOf(queues.keySet());
    }

    /** What an administrator may do with the mails of these queues. */
    public SpoolAdministration administration() {
        return new JournalAdministration(this, clock);
    }

    List<StoredItem> items() {
        return List.copyOf(store.journal().items());
    }

    Mail envelope(StoredItem item) throws IOException {
        return store.loadEnvelope(item);
    }

    Journal journal() {
        return store.journal();
    }

    Optional<JournalMailQueue> queueOf(StoredItem item) {
        return getQueue(MailQueueName.of(item.queue()));
    }

    /** Hands out nothing more, forces what is left and closes the journal. */
    @Override
    public void close() throws IOException {
        queues.values().forEach(JournalMailQueue::stop);
        store.journal().close();
    }
}

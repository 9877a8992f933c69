// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.posthorn.spool.journal.StoredItem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link SpoolAdministration} of the queues of a factory. */
final class JournalAdministration implements SpoolAdministration {
    private static final Logger LOGGER = LoggerFactory.getLogger(JournalAdministration.class);

    private final JournalMailQueueFactory factory;
    private final Clock clock;

    JournalAdministration(JournalMailQueueFactory factory, Clock clock) {
        this.factory = factory;
        this.clock = clock;
    }

    @Override
    public List<QueuedMail> list() {
        return factory.items().stream().flatMap(item -> describe(item).stream()).toList();
    }

    @Override
    public Optional<QueuedMail> find(String id) {
        return item(id).flatMap(this::describe);
    }

    @Override
    public boolean hold(String id) throws IOException {
        return change(id, "hold", Optional.empty(), true);
    }

    @Override
    public boolean release(String id) throws IOException {
        return change(id, "release", Optional.empty(), false);
    }

    @Override
    public boolean retryNow(String id) throws IOException {
        return change(id, "retry", Optional.of(clock.millis()), false);
    }

    @Override
    public boolean delete(String id) {
        Optional<StoredItem> item = item(id);
        boolean deleted = item.flatMap(factory::queueOf)
                .map(queue -> queue.delete(item.orElseThrow()))
                .orElse(false);
        if (deleted) {
            LOGGER.info("spool item={} action=delete by=administrator", id);
        }
        return deleted;
    }

    @Override
    public Path snapshot() throws IOException {
        return factory.journal().snapshot();
    }

    private boolean change(String id, String action, Optional<Long> notBefore, boolean held) throws IOException {
        Optional<StoredItem> found = item(id);
        if (found.isEmpty()) {
            return false;
        }
        StoredItem item = found.get();
        factory.journal().change(item, notBefore.orElse(item.notBefore()), held);
        factory.queueOf(item).ifPresent(queue -> queue.schedule().refresh(item));
        LOGGER.info("spool item={} action={} by=administrator", Ids.of(item), action);
        return true;
    }

    private Optional<StoredItem> item(String id) {
        return Ids.parse(id).flatMap(number -> factory.items().stream()
                .filter(item -> item.id() == number)
                .findFirst());
    }

    /** Empty when the mail is done meanwhile. */
    private Optional<QueuedMail> describe(StoredItem item) {
        try {
            return Optional.of(describe(item, factory.envelope(item)));
        } catch (IOException e) {
            LOGGER.debug("spool item={} result=not-shown", Ids.of(item), e);
            return Optional.empty();
        }
    }

    private QueuedMail describe(StoredItem item, Mail mail) {
        return new QueuedMail(
                Ids.of(item),
                mail.getName(),
                item.queue(),
                Optional.ofNullable(mail.getState()).orElse(""),
                item.body().size(),
                mail.getMaybeSender().asOptional().map(MailAddress::asString),
                mail.getRecipients().stream().map(MailAddress::asString).toList(),
                Instant.ofEpochMilli(item.enqueuedAt()),
                Instant.ofEpochMilli(item.notBefore()),
                SpoolAttributes.failures(mail),
                Optional.of(SpoolAttributes.lastError(mail)).filter(cause -> !cause.isEmpty()),
                item.held(),
                factory.queueOf(item)
                        .map(queue -> queue.schedule().isActive(item))
                        .orElse(false));
    }
}

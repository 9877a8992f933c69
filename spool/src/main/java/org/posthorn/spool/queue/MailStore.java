// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.posthorn.spool.journal.Body;
import org.posthorn.spool.journal.Journal;
import org.posthorn.spool.journal.NewItem;
import org.posthorn.spool.journal.StoredItem;
import org.posthorn.spool.message.MessageBytes;
import org.posthorn.spool.message.SpooledBody;
import org.posthorn.spool.message.SpooledMessage;

/**
 * Mails in the journal. A message that came from the journal and is unmodified is not written again: the new item
 * refers to the body that is there.
 */
final class MailStore {
    private final Journal journal;
    private final EnvelopeCodec codec = new EnvelopeCodec();
    private final SecureRandom random = new SecureRandom();
    private final String server = String.format(Locale.ROOT, "%016x", random.nextLong());
    private final AtomicLong lastSpoolId = new AtomicLong(random.nextLong());

    MailStore(Journal journal) {
        this.journal = journal;
    }

    Journal journal() {
        return journal;
    }

    /** Returns when the mail is on the disk. */
    StoredItem add(String queue, Mail mail, long enqueuedAt, long notBefore) throws IOException, MessagingException {
        Optional<MimeMessage> message = Optional.ofNullable(mail.getMessage());
        NewItem item = new NewItem(
                queue,
                notBefore,
                false,
                priority(mail),
                enqueuedAt,
                codec.encode(mail, newSpoolId(mail), message.isPresent()));
        Optional<Body> shared = message.flatMap(MailStore::unmodifiedBody);
        if (shared.isPresent()) {
            Optional<StoredItem> stored = journal.addSharing(item, shared.get());
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        try (InputStream bytes = bytes(message)) {
            return journal.add(item, bytes);
        }
    }

    /** Writes the mail of an item anew, as it is now. */
    void replace(StoredItem old, Mail mail, long notBefore) throws IOException, MessagingException {
        Optional<MimeMessage> message = Optional.ofNullable(mail.getMessage());
        NewItem item = new NewItem(
                old.queue(),
                notBefore,
                old.held(),
                old.priority(),
                old.enqueuedAt(),
                codec.encode(mail, newSpoolId(mail), message.isPresent()));
        boolean sameBody = message.isEmpty()
                ? old.body().size() == 0
                : message.flatMap(MailStore::unmodifiedBody)
                        .filter(body -> body == old.body())
                        .isPresent();
        if (sameBody) {
            journal.replace(old, item);
            return;
        }
        try (InputStream bytes = bytes(message)) {
            journal.replace(old, item, bytes);
        }
    }

    /** Writes the mail of an item anew as it is in the journal, with one more failure. */
    void countFailure(StoredItem item, String cause, long notBefore) throws IOException {
        EnvelopeCodec.Decoded stored = codec.decode(journal.envelope(item));
        SpoolAttributes.recordFailure(stored.mail(), cause);
        byte[] envelope = codec.encode(stored.mail(), Optional.empty(), stored.hasMessage());
        journal.replace(
                item, new NewItem(item.queue(), notBefore, item.held(), item.priority(), item.enqueuedAt(), envelope));
    }

    private static Optional<Body> unmodifiedBody(MimeMessage message) {
        return message instanceof SpooledMessage spooled ? spooled.unmodifiedBody() : Optional.empty();
    }

    private static InputStream bytes(Optional<MimeMessage> message) throws MessagingException {
        return message.isPresent() ? MessageBytes.open(message.get()) : InputStream.nullInputStream();
    }

    private Optional<Attribute> newSpoolId(Mail mail) {
        if (mail.getAttribute(SpoolAttributes.SPOOL_ID).isPresent()) {
            return Optional.empty();
        }
        String id = String.format(Locale.ROOT, "%016x-%s", lastSpoolId.incrementAndGet(), server);
        return Optional.of(new Attribute(SpoolAttributes.SPOOL_ID, AttributeValue.of(id)));
    }

    private static int priority(Mail mail) {
        int wanted = AttributeUtils.getValueAndCastFromMail(mail, MailPrioritySupport.MAIL_PRIORITY, Integer.class)
                .orElse(MailPrioritySupport.NORMAL_PRIORITY);
        return Math.max(MailPrioritySupport.LOW_PRIORITY, Math.min(MailPrioritySupport.HIGH_PRIORITY, wanted));
    }

    /** The mail of an item; its message is read from the journal when it is needed, and is to be disposed. */
    MailImpl load(StoredItem item) throws IOException, MessagingException {
        EnvelopeCodec.Decoded decoded = codec.decode(journal.envelope(item));
        if (decoded.hasMessage()) {
            decoded.mail().setMessageNoCopy(new SpooledMessage(new SpooledBody(item.id(), journal.read(item))));
        }
        return decoded.mail();
    }

    /** The mail of an item without its message. */
    MailImpl loadEnvelope(StoredItem item) throws IOException {
        return codec.decode(journal.envelope(item)).mail();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A spool that keeps what it is given: envelope, and text byte for byte. */
public final class TestSpool {

    /**
     * A mail in the spool.
     *
     * @param mail without its message
     * @param text the message, one character per byte
     */
    public record Spooled(String name, Optional<String> sender, List<String> recipients, Mail mail, String text) {

        /** The message without the fields that were put on top of it. */
        public String asSent() {
            String rest = text;
            while (rest.startsWith("Received:") || rest.startsWith("\t")) {
                rest = rest.substring(rest.indexOf("\r\n") + 2);
            }
            return rest;
        }
    }

    private final ConcurrentLinkedQueue<Spooled> mails = new ConcurrentLinkedQueue<>();
    private volatile boolean broken;

    public List<Spooled> mails() {
        return List.copyOf(mails);
    }

    /** The only mail. */
    public Spooled mail() {
        if (mails.size() != 1) {
            throw new AssertionError("not one mail but " + mails);
        }
        return mails.element();
    }

    public void clear() {
        mails.clear();
    }

    /** From now on nothing is taken, or again. */
    public void broken(boolean isBroken) {
        broken = isBroken;
    }

    private void take(Mail mail) throws MailQueue.MailQueueException {
        if (broken) {
            throw new MailQueue.MailQueueException("disk full");
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            ((MimeMessageWrapper) mail.getMessage()).getMessageInputStream().transferTo(text);
        } catch (MessagingException | IOException e) {
            throw new MailQueue.MailQueueException("unreadable", e);
        }
        mails.add(new Spooled(
                mail.getName(),
                mail.getMaybeSender().asOptional().map(Object::toString),
                mail.getRecipients().stream().map(Object::toString).toList(),
                mail,
                text.toString(StandardCharsets.ISO_8859_1)));
    }

    MailQueueFactory<MailQueue> factory() {
        return new MailQueueFactory<>() {
            @Override
            public Optional<MailQueue> getQueue(MailQueueName name, PrefetchCount count) {
                return Optional.of(new Queue());
            }

            @Override
            public MailQueue createQueue(MailQueueName name, PrefetchCount count) {
                return new Queue();
            }

            @Override
            public Set<MailQueueName> listCreatedMailQueues() {
                return Set.of(SPOOL);
            }
        };
    }

    private final class Queue implements MailQueue {
        @Override
        public MailQueueName getName() {
            return MailQueueFactory.SPOOL;
        }

        @Override
        public void enQueue(Mail mail, Duration delay) throws MailQueueException {
            take(mail);
        }

        @Override
        public void enQueue(Mail mail, long delay, TimeUnit unit) throws MailQueueException {
            take(mail);
        }

        @Override
        public void enQueue(Mail mail) throws MailQueueException {
            take(mail);
        }

        @Override
        public Publisher<Void> enqueueReactive(Mail mail) {
            return Mono.empty();
        }

        @Override
        public Publisher<MailQueueItem> deQueue() {
            return Flux.never();
        }

        @Override
        public void close() {}
    }
}

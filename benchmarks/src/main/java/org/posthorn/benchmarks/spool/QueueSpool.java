// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import javax.mail.MessagingException;
import org.apache.commons.io.IOUtils;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A mail queue of James's kind, consumed as James's spooler does it. */
final class QueueSpool implements TrialSpool {
    private static final int CONSUMERS = 10;

    private final MailQueue queue;
    private final AutoCloseable rest;
    private Disposable consuming = () -> {};

    /** @param rest what has to be closed after the queue */
    QueueSpool(MailQueue queue, AutoCloseable rest) {
        this.queue = queue;
        this.rest = rest;
    }

    @Override
    public void put(int number, byte[] message) throws MessagingException {
        String name = Integer.toString(number);
        MailImpl mail = MailImpl.builder()
                .name(name)
                .sender("a@outside.test")
                .addRecipient("b@load.test")
                .build();
        try {
            mail.setMessageContent(new BytesSource(name, message));
            queue.enQueue(mail);
        } finally {
            mail.dispose();
        }
    }

    @Override
    public void consume(Consumer consumer) {
        consuming = Flux.from(queue.deQueue())
                .flatMap(
                        item -> Mono.fromRunnable(() -> take(item, consumer)).subscribeOn(Schedulers.boundedElastic()),
                        CONSUMERS)
                .subscribeOn(Schedulers.boundedElastic())
                .subscribe();
    }

    private static void take(MailQueue.MailQueueItem item, Consumer consumer) {
        Mail mail = item.getMail();
        try {
            byte[] message = IOUtils.toByteArray(new MimeMessageInputStream(mail.getMessage()));
            int number = Integer.parseInt(mail.getName());
            if (mail instanceof MailImpl) {
                ((MailImpl) mail).dispose();
            }
            item.done(CompletionStatus.SUCCESS);
            consumer.take(number, message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        consuming.dispose();
        queue.close();
        rest.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.mailet.Mail;

/**
 * Gives James's remote delivery a pause after a fault of its own: it asks for the mail again at once, which on a full
 * disk would go round and send the mail to its receiver every time. Such a mail waits as a rejected one does.
 */
public final class OutgoingRetries implements MailQueueItemDecoratorFactory {
    private final MailQueueItemDecoratorFactory plain = new RawMailQueueItemDecoratorFactory();

    @Override
    public MailQueueItemDecorator decorate(MailQueueItem item, MailQueueName name) {
        return name.equals(MailQueueFactory.SPOOL) ? plain.decorate(item, name) : new Patient(item);
    }

    private static final class Patient extends MailQueueItemDecorator {
        Patient(MailQueueItem item) {
            super(item);
        }

        @Override
        public Mail getMail() {
            return mailQueueItem.getMail();
        }

        @Override
        public void done(CompletionStatus status) throws MailQueueException {
            mailQueueItem.done(status == CompletionStatus.RETRY ? CompletionStatus.REJECT : status);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.mailet.Mail;
import org.posthorn.spool.journal.StoredItem;

/** A mail that was handed out; what it is told first counts. */
final class JournalMailQueueItem implements MailQueueItem {
    private final JournalMailQueue queue;
    private final StoredItem item;
    private final Mail mail;
    private final AtomicBoolean done = new AtomicBoolean();

    JournalMailQueueItem(JournalMailQueue queue, StoredItem item, Mail mail) {
        this.queue = queue;
        this.item = item;
        this.mail = mail;
    }

    @Override
    public Mail getMail() {
        return mail;
    }

    @Override
    public void done(CompletionStatus status) {
        if (done.compareAndSet(false, true)) {
            queue.done(item, mail, status);
        }
    }
}

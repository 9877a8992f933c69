// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MessageResultIterator;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.jspecify.annotations.Nullable;

/** Messages that are read while they are asked for, as James's callers who block want them. The store's failure, which the iterator throws
 * undeclared, ends them and is kept. */
final class ResultPages implements MessageResultIterator {

    private final Iterator<MailboxMessage> messages;
    private final Function<MailboxMessage, MessageResult> result;
    private @Nullable MailboxException failure;

    ResultPages(Iterator<MailboxMessage> messages, Function<MailboxMessage, MessageResult> result) {
        this.messages = messages;
        this.result = result;
    }

    @Override
    public boolean hasNext() {
        try {
            return failure == null && messages.hasNext();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            failure = e instanceof MailboxException known ? known : new MailboxException("messages cannot be read", e);
            return false;
        }
    }

    @Override
    public MessageResult next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return result.apply(messages.next());
    }

    @Override
    public @Nullable MailboxException getException() {
        return failure;
    }
}

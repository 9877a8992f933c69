// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import com.github.fge.lambdas.Throwing;
import com.google.common.collect.AbstractIterator;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the messages of a folder in the order of their UIDs, reading the next ones when those before are used up;
 * no connection is held between. A failure of the store comes out of {@link #next} as the {@link MailboxException} it
 * is, undeclared.
 */
final class Batches<T> extends AbstractIterator<T> {

    private final Source<T> source;
    private final ToLongFunction<T> uid;
    private final int size;
    private long next;
    private long left;
    private boolean isLast;
    private Iterator<T> batch = List.<T>of().iterator();

    /**
     * From the UID {@code from} on, {@code size} at once.
     *
     * @param limit the most messages, or less than one for all
     */
    Batches(Source<T> source, ToLongFunction<T> uid, long from, int size, int limit) {
        this.source = source;
        this.uid = uid;
        this.next = from;
        this.size = size;
        this.left = limit < 1 ? Long.MAX_VALUE : limit;
    }

    /** Reads the first {@code count} messages from a UID on. */
    @FunctionalInterface
    interface Source<T> {
        List<T> read(long from, int count) throws MailboxException;
    }

    @Override
    protected @Nullable T computeNext() {
        if (!batch.hasNext() && !isLast && left > 0) {
            int count = (int) Math.min(size, left);
            List<T> read = Throwing.supplier(() -> source.read(next, count))
                    .sneakyThrow()
                    .get();
            isLast = read.size() < count;
            batch = read.iterator();
        }
        if (left == 0 || !batch.hasNext()) {
            return endOfData();
        }
        T found = batch.next();
        left--;
        next = uid.applyAsLong(found) + 1;
        return found;
    }
}

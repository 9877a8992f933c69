// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

/**
 * What is written for an item beside its body.
 *
 * @param notBefore milliseconds since 1970 before which nobody wants it
 * @param held kept until released, whatever the time
 * @param priority the higher, the earlier
 * @param enqueuedAt milliseconds since 1970
 * @param envelope whatever the queue needs to know, opaque to the journal; not copied
 */
public record NewItem(String queue, long notBefore, boolean held, int priority, long enqueuedAt, byte[] envelope) {

    RecordBuffer appendTo(RecordBuffer buffer, long id, long body) {
        return buffer.begin(Records.ITEM)
                .putLong(id)
                .putLong(body)
                .putLong(notBefore)
                .putLong(enqueuedAt)
                .putByte(held ? 1 : 0)
                .putByte(priority)
                .putText(queue)
                .putInt(envelope.length)
                .putBytes(envelope, 0, envelope.length)
                .end();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The payload of an item's record, read back. */
record ItemRecord(long id, long body, NewItem item) {

    /** Empty when the record is whole but not of this form, which only an error in the program can bring about. */
    static Optional<ItemRecord> parse(byte[] record) {
        ByteBuffer payload = ByteBuffer.wrap(record, Records.HEADER, record.length - Records.HEADER);
        try {
            long id = payload.getLong();
            long body = payload.getLong();
            long notBefore = payload.getLong();
            long enqueuedAt = payload.getLong();
            boolean held = payload.get() != 0;
            int priority = payload.get();
            String queue = new String(bytes(payload), StandardCharsets.UTF_8);
            return Optional.of(new ItemRecord(
                    id, body, new NewItem(queue, notBefore, held, priority, enqueuedAt, bytes(payload))));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ByteBuffer payload) {
        int length = payload.getInt();
        if (length < 0 || length > payload.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        payload.get(bytes);
        return bytes;
    }
}

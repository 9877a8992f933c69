// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import org.apache.james.mailbox.model.MessageId;

/**
 * The identity of a message's content, which James calls message id; copies of a message in several folders share it.
 *
 * @param value greater than zero; grows with time, but two servers may hand out numbers side by side
 */
public record ContentId(long value) implements MessageId {

    /** The identity behind James's interface. */
    public static ContentId of(MessageId id) {
        return (ContentId) id;
    }

    @Override
    public String serialize() {
        return Long.toString(value);
    }

    @Override
    public boolean isSerializable() {
        return true;
    }

    @Override
    public String toString() {
        return serialize();
    }
}

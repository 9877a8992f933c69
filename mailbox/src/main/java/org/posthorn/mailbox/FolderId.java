// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import org.apache.james.mailbox.model.MailboxId;

/**
 * The identity of a folder, which James calls a mailbox: the key of its row, never used again after the folder's end.
 *
 * @param value greater than zero
 */
public record FolderId(long value) implements MailboxId {

    /** The identity behind James's interface. */
    public static FolderId of(MailboxId id) {
        return (FolderId) id;
    }

    @Override
    public String serialize() {
        return Long.toString(value);
    }

    @Override
    public String toString() {
        return serialize();
    }

    /** Reads what {@link #serialize} wrote. */
    public static final class Factory implements MailboxId.Factory {

        @Override
        public FolderId fromString(String serialized) {
            return new FolderId(Long.parseLong(serialized));
        }
    }
}

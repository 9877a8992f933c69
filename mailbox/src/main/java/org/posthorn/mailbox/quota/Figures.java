// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota;

/**
 * Usage and limits of one mailbox.
 *
 * @param bytes that lie in it
 * @param messages that lie in it
 * @param byteLimit how many bytes may; {@link #UNLIMITED} without limit
 * @param messageLimit how many messages may; {@link #UNLIMITED} without limit
 */
public record Figures(long bytes, long messages, long byteLimit, long messageLimit) {

    /** Stands for no limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Whether that much more may be stored; a limit may be reached exactly. */
    public boolean hasRoomFor(long moreBytes, long moreMessages) {
        return moreBytes <= byteLimit - bytes && moreMessages <= messageLimit - messages;
    }

    /** How full it is, in whole percent of its storage, rounded down; 0 without limit. */
    public int percent() {
        if (byteLimit == UNLIMITED) {
            return 0;
        }
        return byteLimit == 0 ? 100 : (int) Math.min(999, Math.floor(bytes * 100.0 / byteLimit));
    }
}

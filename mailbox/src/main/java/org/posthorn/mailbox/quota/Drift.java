// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota;

/**
 * Figures of one account that were found wrong, and are right now.
 *
 * @param owner the account
 * @param folders how many of its folders had wrong counters
 * @param before what its usage was said to be
 * @param after what lies in its folders
 */
public record Drift(String owner, int folders, Amount before, Amount after) {

    /** So many bytes in so many messages. */
    public record Amount(long bytes, long messages) {

        /** Nothing. */
        public static final Amount NOTHING = new Amount(0, 0);

        /** Both together. */
        public Amount plus(Amount other) {
            return new Amount(bytes + other.bytes, messages + other.messages);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota;

/** Is told how a mailbox filled, by whoever stored something in it. */
@FunctionalInterface
public interface UsageWatch {

    /** Takes no notice. */
    UsageWatch NOBODY = (owner, before, after) -> {};

    /**
     * Something was stored, in a transaction that is not committed yet and may still be undone. Must return at once.
     *
     * @param owner the user's name
     * @param before how full the mailbox was, in whole percent of its storage, rounded down, 999 at most; 0 without limit
     * @param after how full it is then
     */
    void filled(String owner, int before, int after);
}

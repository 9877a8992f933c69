// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

/** Bounds the bytes of header values kept of one message, however many parts and fields it has. */
final class CaptureBudget {

    private static final int BYTES = 2 * 1024 * 1024;

    private int left = BYTES;

    /** The part of the wish that is granted; less than the wish once the budget is used up. */
    int take(int wish) {
        int granted = Math.min(Math.max(wish, 0), left);
        left -= granted;
        return granted;
    }
}

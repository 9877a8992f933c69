// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

/**
 * The spool did not take a mail from a mailet. Unchecked, because James's own code takes the checked one for a mishap
 * that can be passed over, and then lets go of the mail at hand.
 */
final class HandOverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HandOverException(String message, Throwable cause) {
        super(message, cause);
    }
}

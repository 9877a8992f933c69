// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import org.apache.james.mailbox.exception.MailboxException;

/** The database is well and refuses these data (a text too long, a key that exists already). Trying again does not help. */
public final class StoreRefusedException extends MailboxException {

    private static final long serialVersionUID = 1;

    private static final int DUPLICATE_KEY = 1062;

    private final int code;

    /** The message and the database's own code. */
    public StoreRefusedException(String message, int code, Exception cause) {
        super(message, cause);
        this.code = code;
    }

    /** Whether a row with this key exists already. */
    public boolean isDuplicate() {
        return code == DUPLICATE_KEY;
    }
}

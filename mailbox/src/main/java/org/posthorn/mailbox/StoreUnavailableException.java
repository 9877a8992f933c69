// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import org.apache.james.mailbox.exception.MailboxException;

/** The store does not answer now; nothing was changed, or it is not known whether it was. Trying later may succeed. */
public final class StoreUnavailableException extends MailboxException {

    private static final long serialVersionUID = 1;

    public StoreUnavailableException(String message, Exception cause) {
        super(message, cause);
    }
}

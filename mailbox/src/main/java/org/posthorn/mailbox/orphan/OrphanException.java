// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan;

import org.apache.james.mailbox.exception.MailboxException;

/** What was asked for cannot be done: there is no such orphan, or no such user. Trying again does not help. */
public final class OrphanException extends MailboxException {

    private static final long serialVersionUID = 1;

    public OrphanException(String message) {
        super(message);
    }
}

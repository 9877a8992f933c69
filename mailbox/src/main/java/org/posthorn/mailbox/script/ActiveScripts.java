// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.script;

import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;

/** What a delivery asks for: the script that a user has switched on. */
@FunctionalInterface
public interface ActiveScripts {

    /** For how many seconds the answer that a user has none may be given again. */
    int RECENT_SECONDS = 2;

    /**
     * The script of that mailbox, empty where none is switched on.
     *
     * @throws MailboxException if it cannot be known now what the user wants
     */
    Optional<ActiveScript> of(Username user) throws MailboxException;
}

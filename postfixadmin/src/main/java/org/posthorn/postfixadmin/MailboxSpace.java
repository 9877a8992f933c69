// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

import java.util.Collection;
import java.util.Set;

/** Which mailboxes are full; kept by whoever stores the mail. */
@FunctionalInterface
public interface MailboxSpace {

    /**
     * The mailboxes that have no room for one more message of a size. Asked before a mail is taken, so that its sender
     * learns it at once; whether it fits in the end is decided when it is stored.
     *
     * @param mailboxes names of mailboxes, as {@link Resolution.Target} has them
     * @param bytes size of the message
     * @return those that are full, spelled as they were given
     * @throws AccountsUnavailableException when the database does not answer
     */
    Set<String> full(Collection<String> mailboxes, long bytes);

    /**
     * The same for whoever asks again about a mail that is on its way: where a recent answer, up to
     * {@value Accounts#RECENT_SECONDS} seconds old, says that there is room, nothing is asked.
     */
    default Set<String> fullByRecentFigures(Collection<String> mailboxes, long bytes) {
        return full(mailboxes, bytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an administrator can do with the mails in all queues. Ids are those of {@link QueuedMail}; each command answers
 * whether there is such a mail.
 */
public interface SpoolAdministration {

    /** All mails, in the order in which they came. */
    List<QueuedMail> list();

    Optional<QueuedMail> find(String id);

    /** Keeps the mail until it is released; when it is being worked on, from the next attempt on. */
    boolean hold(String id) throws IOException;

    /** Ends a hold; the mail is tried when it is due. */
    boolean release(String id) throws IOException;

    /** Makes a mail due at once, and ends a hold. */
    boolean retryNow(String id) throws IOException;

    /** Deletes a mail for good; false also when it is being worked on. */
    boolean delete(String id) throws IOException;

    /**
     * All mails as they are now, in a directory of their own that can be opened as a spool; see {@link
     * org.posthorn.spool.journal.Journal#snapshot()}. Who asks for it deletes it.
     */
    Path snapshot() throws IOException;
}

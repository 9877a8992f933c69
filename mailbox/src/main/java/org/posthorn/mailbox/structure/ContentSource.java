// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.Optional;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.ContentId;

/** Where stored contents are found. */
public interface ContentSource {

    /**
     * The content of that identity, absent where there is none any more.
     *
     * @throws MailboxException if the store does not answer
     */
    Optional<StoredContent> find(ContentId id) throws MailboxException;
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.structure.RawMessage;

/**
 * The short way of a mail into an account's folder, used by delivery. It makes the account's default folders when they
 * are missing, stores the mail in one transaction and tells the connected clients about it.
 *
 * <p>When the call returns, the mail is durable. When it throws, nothing was stored and nobody was told.
 */
public interface Deliveries {

    /** The name under which every caller may ask for the inbox. */
    String INBOX = "INBOX";

    /**
     * Stores one mail.
     *
     * @param owner the account, as James names its user
     * @param folderName the folder below the account, levels separated by a dot; made and subscribed when missing; a
     *     name that cannot be a folder becomes {@link #INBOX}
     * @param message the mail as it shall be read back, byte for byte
     * @param flags system and user flags it gets
     * @param key what makes a second delivery of the same mail recognisable; such a mail is not stored again
     * @return where the mail lies
     * @throws org.apache.james.mailbox.exception.OverQuotaException when the account or its domain is full
     * @throws StoreUnavailableException when the database cannot answer now; trying again later is right
     * @throws MailboxException when the store refuses the mail for good
     */
    Delivered deliver(Username owner, String folderName, RawMessage message, Flags flags, Optional<DeliveryKey> key)
            throws MailboxException;
}

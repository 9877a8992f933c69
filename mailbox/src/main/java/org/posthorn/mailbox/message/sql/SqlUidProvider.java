// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.UidProvider;

/** UIDs for James's interface; the store itself takes them in the transactions that use them. */
public final class SqlUidProvider implements UidProvider {

    private final FolderNumbers numbers;

    @Inject
    public SqlUidProvider(SqlMessageStore store) {
        this.numbers = new FolderNumbers(store, "last_uid");
    }

    @Override
    public MessageUid nextUid(Mailbox mailbox) throws MailboxException {
        return nextUid(mailbox.getMailboxId());
    }

    @Override
    public MessageUid nextUid(MailboxId mailbox) throws MailboxException {
        return MessageUid.of(numbers.next(mailbox));
    }

    @Override
    public Optional<MessageUid> lastUid(Mailbox mailbox) throws MailboxException {
        long last = numbers.row(mailbox.getMailboxId()).lastUid();
        return last == 0 ? Optional.empty() : Optional.of(MessageUid.of(last));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import javax.inject.Inject;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.ModSeqProvider;

/** MODSEQs for James's interface; the store itself takes them in the transactions that use them. */
public final class SqlModSeqProvider implements ModSeqProvider {

    private final FolderNumbers numbers;

    @Inject
    public SqlModSeqProvider(SqlMessageStore store) {
        this.numbers = new FolderNumbers(store, "highest_modseq");
    }

    @Override
    public ModSeq nextModSeq(Mailbox mailbox) throws MailboxException {
        return nextModSeq(mailbox.getMailboxId());
    }

    @Override
    public ModSeq nextModSeq(MailboxId mailbox) throws MailboxException {
        return ModSeq.of(numbers.next(mailbox));
    }

    @Override
    public ModSeq highestModSeq(Mailbox mailbox) throws MailboxException {
        return highestModSeq(mailbox.getMailboxId());
    }

    @Override
    public ModSeq highestModSeq(MailboxId mailbox) throws MailboxException {
        return ModSeq.of(numbers.row(mailbox).highestModSeq());
    }
}

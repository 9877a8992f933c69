// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;

/**
 * Reads the rows of a folder's messages in a range of UIDs, a page at a time, in the order of the UIDs. Messages that come
 * after the reading has begun are not among them, so copying into the same folder has an end, and so has a range without.
 */
final class RowPages {

    static final int PAGE = 500;

    private final MessageMapper mapper;
    private final Mailbox folder;
    private final long end;
    private long from;

    RowPages(MessageMapper mapper, Mailbox folder, MessageRange range) throws MailboxException {
        this.mapper = mapper;
        this.folder = folder;
        this.from = range.getUidFrom().asLong();
        long to = range.getUidTo().asLong();
        this.end = from == to
                ? to
                : Math.min(to, mapper.getLastUid(folder).map(MessageUid::asLong).orElse(0L));
    }

    /** The next page; empty when there is none. */
    List<MailboxMessage> next() throws MailboxException {
        if (from > end) {
            return List.of();
        }
        MessageRange left = MessageRange.range(MessageUid.of(from), MessageUid.of(end));
        List<MailboxMessage> page = ImmutableList.copyOf(mapper.findInMailbox(folder, left, FetchType.METADATA, PAGE));
        from = page.size() < PAGE ? end + 1 : page.get(page.size() - 1).getUid().asLong() + 1;
        return page;
    }
}

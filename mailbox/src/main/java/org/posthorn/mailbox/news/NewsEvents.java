// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.news;

import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.events.Event;
import org.apache.james.mailbox.MailboxSession.SessionId;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.event.EventFactory;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;

/** Other servers' changes as James's events, of a session that nobody here has. */
final class NewsEvents {

    private static final SessionId ELSEWHERE = SessionId.of(Long.MIN_VALUE);
    private static final ContentId UNKNOWN = new ContentId(0);

    private final FolderId folder;
    private final MailboxPath path;
    private final Username user;

    NewsEvents(FolderId folder, MailboxPath path) {
        this.folder = folder;
        this.path = path;
        this.user = Optional.ofNullable(path.getUser()).orElseGet(() -> Username.of("nobody"));
    }

    Event added(List<MessageMetaData> messages) {
        return EventFactory.added()
                .randomEventId()
                .user(user)
                .sessionId(ELSEWHERE)
                .mailboxId(folder)
                .mailboxPath(path)
                .addMetaData(messages)
                .isDelivery(false)
                .build();
    }

    Event flagsUpdated(List<UpdatedFlags> flags) {
        return EventFactory.flagsUpdated()
                .randomEventId()
                .user(user)
                .sessionId(ELSEWHERE)
                .mailboxId(folder)
                .mailboxPath(path)
                .updatedFlags(flags)
                .build();
    }

    /** Of the messages only their UIDs are left. */
    Event expunged(List<MessageUid> messages) {
        return EventFactory.expunged()
                .randomEventId()
                .user(user)
                .sessionId(ELSEWHERE)
                .mailboxId(folder)
                .mailboxPath(path)
                .addMetaData(messages.stream().map(NewsEvents::nothingBut).toList())
                .build();
    }

    Event deleted() {
        return EventFactory.mailboxDeleted()
                .randomEventId()
                .user(user)
                .sessionId(ELSEWHERE)
                .mailboxId(folder)
                .mailboxPath(path)
                .quotaRoot(QuotaRoot.quotaRoot(user.asString(), Optional.empty()))
                .mailboxACL(MailboxACL.EMPTY)
                .quotaCount(QuotaCountUsage.count(0))
                .quotaSize(QuotaSizeUsage.size(0))
                .build();
    }

    private static MessageMetaData nothingBut(MessageUid uid) {
        return new MessageMetaData(
                uid, ModSeq.first(), new Flags(), 0, new Date(0), Optional.empty(), UNKNOWN, new ThreadId(UNKNOWN));
    }
}

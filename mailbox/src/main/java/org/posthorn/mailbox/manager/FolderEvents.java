// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Collection;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManager.MailboxRenamedResult;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageMoves;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.store.event.EventFactory;
import org.posthorn.mailbox.manager.sql.FolderSizes.FolderSize;
import reactor.core.publisher.Mono;

/** Tells James's event bus, and so the connected clients, what has happened in a folder. Called after the COMMIT only. */
public final class FolderEvents {

    private final EventBus events;

    @Inject
    public FolderEvents(EventBus events) {
        this.events = events;
    }

    EventBus bus() {
        return events;
    }

    Mono<Void> created(MailboxSession session, Mailbox folder) {
        return events.dispatch(
                EventFactory.mailboxAdded()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailbox(folder)
                        .build(),
                new MailboxIdRegistrationKey(folder.getMailboxId()));
    }

    Mono<Void> added(MailboxSession session, Mailbox folder, Collection<MessageMetaData> messages, boolean isDelivery) {
        return events.dispatch(
                EventFactory.added()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailbox(folder)
                        .metaData(byUid(messages))
                        .isDelivery(isDelivery)
                        .build(),
                new MailboxIdRegistrationKey(folder.getMailboxId()));
    }

    Mono<Void> expunged(MailboxSession session, Mailbox folder, Collection<MessageMetaData> messages) {
        return events.dispatch(
                EventFactory.expunged()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailbox(folder)
                        .metaData(byUid(messages))
                        .build(),
                new MailboxIdRegistrationKey(folder.getMailboxId()));
    }

    Mono<Void> moved(MailboxSession session, MessageMoves moves, List<MessageId> messages) {
        return events.dispatch(
                EventFactory.moved()
                        .messageMoves(moves)
                        .messageId(ImmutableList.copyOf(messages))
                        .session(session)
                        .build(),
                moves.impactedMailboxIds().map(MailboxIdRegistrationKey::new).collect(ImmutableSet.toImmutableSet()));
    }

    Mono<Void> renamed(MailboxSession session, MailboxRenamedResult rename) {
        return events.dispatch(
                EventFactory.mailboxRenamed()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailboxId(rename.getMailboxId())
                        .oldPath(rename.getOriginPath())
                        .newPath(rename.getDestinationPath())
                        .build(),
                new MailboxIdRegistrationKey(rename.getMailboxId()));
    }

    Mono<Void> deleted(MailboxSession session, Mailbox folder, QuotaRoot root, FolderSize size) {
        return events.dispatch(
                EventFactory.mailboxDeleted()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailbox(folder)
                        .quotaRoot(root)
                        .mailboxACL(folder.getACL())
                        .quotaCount(QuotaCountUsage.count(size.messages()))
                        .quotaSize(QuotaSizeUsage.size(size.bytes()))
                        .build(),
                new MailboxIdRegistrationKey(folder.getMailboxId()));
    }

    private static ImmutableSortedMap<MessageUid, MessageMetaData> byUid(Collection<MessageMetaData> messages) {
        return messages.stream()
                .collect(ImmutableSortedMap.toImmutableSortedMap(
                        MessageUid::compareTo, MessageMetaData::getUid, message -> message));
    }
}

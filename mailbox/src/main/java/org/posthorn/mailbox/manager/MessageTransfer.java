// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageMoves;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;

/**
 * COPY and MOVE (RFC 3501 section 6.4.7, RFC 6851) between two folders, in chunks that are transactions of their own and
 * are told of one by one. A copy that fails takes back what it has copied, so it is made whole or not at all; a move
 * that fails leaves every message in exactly one of the folders. Blocks.
 */
final class MessageTransfer {

    private final FolderServices services;
    private final MailboxSession session;
    private final Mailbox from;
    private final Mailbox to;
    private final MessageMapper mapper;

    MessageTransfer(FolderServices services, MailboxSession session, Mailbox from, Mailbox to) {
        this.services = services;
        this.session = session;
        this.from = from;
        this.to = to;
        this.mapper = services.store().mappers().getMessageMapper(session);
    }

    /** Copies what lies in the range; gives the copies' UIDs. */
    List<MessageRange> copy(MessageRange range) throws MailboxException {
        checkQuota(range);
        List<MessageUid> copied = new ArrayList<>();
        try {
            RowPages rows = new RowPages(mapper, from, range);
            for (List<MailboxMessage> page = rows.next(); !page.isEmpty(); page = rows.next()) {
                List<MessageMetaData> copies = mapper.copy(to, page);
                copies.forEach(copy -> copied.add(copy.getUid()));
                tellOfCopies(page, copies);
            }
            return MessageRange.toRanges(copied);
        } catch (MailboxException e) {
            takeBack(copied, e);
            throw e;
        }
    }

    /** Moves what lies in the range; gives the UIDs in the new folder. */
    List<MessageRange> move(MessageRange range) throws MailboxException {
        List<MessageUid> moved = new ArrayList<>();
        RowPages rows = new RowPages(mapper, from, range);
        for (List<MailboxMessage> page = rows.next(); !page.isEmpty(); page = rows.next()) {
            List<MessageMetaData> before =
                    page.stream().map(MailboxMessage::metaData).toList();
            List<MessageMetaData> after = mapper.move(to, page);
            after.forEach(message -> moved.add(message.getUid()));
            tellOfMoves(before, after);
        }
        return MessageRange.toRanges(moved);
    }

    /** Nothing shall be copied if not everything can be. */
    private void checkQuota(MessageRange range) throws MailboxException {
        long count = 0;
        long bytes = 0;
        RowPages rows = new RowPages(mapper, from, range);
        for (List<MailboxMessage> page = rows.next(); !page.isEmpty(); page = rows.next()) {
            count += page.size();
            bytes += page.stream()
                    .mapToLong(MailboxMessage::getFullContentOctets)
                    .sum();
        }
        services.checkQuota(to, count, bytes);
    }

    private void takeBack(List<MessageUid> copied, MailboxException reason) {
        if (copied.isEmpty()) {
            return;
        }
        try {
            services.events()
                    .expunged(session, to, mapper.deleteMessages(to, copied).values())
                    .block();
        } catch (MailboxException e) {
            reason.addSuppressed(e);
        }
    }

    private void tellOfCopies(List<MailboxMessage> originals, List<MessageMetaData> copies) {
        if (copies.isEmpty()) {
            return;
        }
        MessageMoves moves = MessageMoves.builder()
                .previousMailboxIds(from.getMailboxId())
                .targetMailboxIds(to.getMailboxId(), from.getMailboxId())
                .build();
        List<MessageId> ids =
                originals.stream().map(MailboxMessage::getMessageId).toList();
        services.events()
                .added(session, to, copies, false)
                .then(services.events().moved(session, moves, ids))
                .block();
    }

    private void tellOfMoves(List<MessageMetaData> before, List<MessageMetaData> after) {
        if (after.isEmpty()) {
            return;
        }
        Set<MessageId> moved = new HashSet<>();
        after.forEach(message -> moved.add(message.getMessageId()));
        List<MessageMetaData> gone = before.stream()
                .filter(message -> moved.contains(message.getMessageId()))
                .toList();
        MessageMoves moves = MessageMoves.builder()
                .previousMailboxIds(from.getMailboxId())
                .targetMailboxIds(to.getMailboxId())
                .build();
        services.events()
                .added(session, to, after, false)
                .then(services.events().expunged(session, from, gone))
                .then(services.events()
                        .moved(
                                session,
                                moves,
                                gone.stream().map(MessageMetaData::getMessageId).toList()))
                .block();
    }
}

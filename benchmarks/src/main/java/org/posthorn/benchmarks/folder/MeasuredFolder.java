// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.folder;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.Item;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.RecentMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.SearchQuery;
import org.posthorn.mailbox.Deliveries;
import org.posthorn.mailbox.DeliveryKey;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.structure.RawMessage;
import reactor.core.publisher.Flux;

/** One user's inbox, and what is done to it, by the calls that James's IMAP processors make. */
final class MeasuredFolder {

    private static final Flags SEEN = new Flags(Flags.Flag.SEEN);
    private static final Flags FLAGGED = new Flags(Flags.Flag.FLAGGED);
    private static final Flags DELETED = new Flags(Flags.Flag.DELETED);

    private final MailboxManager manager;
    private final Deliveries deliveries;
    private final Username owner;
    private final int size;
    private final Random random;

    MeasuredFolder(MailboxManager manager, Deliveries deliveries, String owner, int size) {
        this.manager = manager;
        this.deliveries = deliveries;
        this.owner = Username.of(owner);
        this.size = size;
        this.random = new Random(size);
    }

    int size() {
        return size;
    }

    String owner() {
        return owner.asString();
    }

    FolderId id() throws MailboxException {
        return (FolderId) open().getId();
    }

    /** Delivers a mail, which is seen at once so that the number of unseen ones stays; gives its UID. */
    MessageUid deliver(byte[] mail) throws MailboxException {
        String spoolId = String.format(Locale.ROOT, "%016x", random.nextLong() ^ System.nanoTime());
        return deliveries
                .deliver(
                        owner,
                        "INBOX",
                        RawMessage.of(mail),
                        new Flags(SEEN),
                        Optional.of(DeliveryKey.of(spoolId, owner.asString(), "INBOX")))
                .uid();
    }

    /** Takes a message out, without measuring, so that the folder keeps its size; it is deleted as EXPUNGE finds it. */
    void mark(MessageUid uid) throws MailboxException {
        open().setFlags(new Flags(DELETED), FlagsUpdateMode.ADD, MessageRange.one(uid), session());
    }

    /** A message somewhere in the folder, seldom one that was expunged meanwhile. */
    MessageUid any() {
        return MessageUid.of(1 + random.nextInt(size - size / 20));
    }

    /** Opens the folder, looks for what the operation is about, and reads all of the answer; gives its length. */
    long perform(Operation operation, MessageUid uid) throws MailboxException {
        MailboxSession session = session();
        MessageManager folder = open();
        return switch (operation) {
            case SELECT -> {
                folder.getApplicableFlags(session);
                yield metaData(folder, session, RecentMode.RESET, EnumSet.allOf(Item.class));
            }
            case STATUS ->
                metaData(
                        folder,
                        session,
                        RecentMode.RETRIEVE,
                        EnumSet.of(Item.MailboxCounters, Item.NextUid, Item.HighestModSeq));
            case STORE ->
                folder.setFlags(
                                new Flags(FLAGGED),
                                random.nextBoolean() ? FlagsUpdateMode.ADD : FlagsUpdateMode.REMOVE,
                                MessageRange.one(uid),
                                session)
                        .size();
            case FETCH -> list(folder, MessageRange.one(uid), session);
            case FETCH_ALL -> list(folder, MessageRange.all(), session);
            case EXPUNGE -> expunge(folder, session);
            case UIDS -> search(folder, SearchQuery.of(SearchQuery.all()), session);
            case UNSEEN -> search(folder, SearchQuery.of(SearchQuery.flagIsUnSet(Flags.Flag.SEEN)), session);
            case SUBJECT -> search(folder, SearchQuery.of(SearchQuery.subject("n17")), session);
            case DELIVER -> throw new IllegalArgumentException("deliver() does it");
        };
    }

    /** The UIDs in a list, as James collects them when a folder is opened. */
    List<MessageUid> uids() throws MailboxException {
        return Flux.from(open().search(SearchQuery.of(SearchQuery.all()), session()))
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private static long metaData(MessageManager folder, MailboxSession session, RecentMode recent, EnumSet<Item> items)
            throws MailboxException {
        return folder.getMetaData(recent, session, items).getMessageCount();
    }

    private static long list(MessageManager folder, MessageRange range, MailboxSession session) {
        return Flux.from(folder.listMessagesMetadata(range, session))
                .count()
                .blockOptional()
                .orElseThrow();
    }

    private static long search(MessageManager folder, SearchQuery query, MailboxSession session)
            throws MailboxException {
        return Flux.from(folder.search(query, session)).count().blockOptional().orElseThrow();
    }

    private static long expunge(MessageManager folder, MailboxSession session) throws MailboxException {
        return Flux.from(folder.expungeReactive(MessageRange.all(), session))
                .count()
                .blockOptional()
                .orElseThrow();
    }

    private MessageManager open() throws MailboxException {
        MailboxSession session = session();
        return manager.getMailbox(MailboxPath.inbox(session), session);
    }

    private MailboxSession session() {
        return manager.createSystemSession(owner);
    }
}

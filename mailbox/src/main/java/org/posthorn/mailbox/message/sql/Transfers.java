// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import com.google.common.collect.Lists;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.mail.Flags;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.mailbox.sql.StoreDatabase;

/**
 * Copies and moves messages, in transactions of {@link MessageRows#CHUNK}. No content is written: a copy shares it, a
 * moved message takes it along. What has been expunged meanwhile is left out.
 */
final class Transfers {

    private final StoreDatabase database;
    private final FolderRows folders;
    private final MessageRows messages;
    private final ContentRefs contents;
    private final Expunges expunges;
    private final Keywords keywords;
    private final Usage usage;
    private final Clock clock;

    Transfers(
            StoreDatabase database,
            FolderRows folders,
            MessageRows messages,
            ContentRefs contents,
            Expunges expunges,
            Keywords keywords,
            Usage usage,
            Clock clock) {
        this.database = database;
        this.folders = folders;
        this.messages = messages;
        this.contents = contents;
        this.expunges = expunges;
        this.keywords = keywords;
        this.usage = usage;
        this.clock = clock;
    }

    /** Copies messages; if one of the transactions fails, the copies of the earlier ones are removed. */
    List<MessageRow> copy(MailboxId target, List<MessageRow> originals) throws MailboxException {
        List<MessageRow> copies = new ArrayList<>();
        try {
            for (List<MessageRow> chunk : Lists.partition(originals, MessageRows.CHUNK)) {
                copies.addAll(copyChunk(target, chunk));
            }
            return copies;
        } catch (MailboxException e) {
            undo(target, copies, e);
            throw e;
        }
    }

    /** Moves messages of whatever folders; gives them as they are in the target. */
    List<MessageRow> move(MailboxId target, List<MessageRow> originals) throws MailboxException {
        List<MessageRow> moved = new ArrayList<>();
        Map<Long, List<MessageRow>> bySource = originals.stream()
                .collect(Collectors.groupingBy(MessageRow::folder, TreeMap::new, Collectors.toList()));
        for (Map.Entry<Long, List<MessageRow>> source : bySource.entrySet()) {
            for (List<MessageRow> chunk : Lists.partition(source.getValue(), MessageRows.CHUNK)) {
                List<Long> uids = chunk.stream().map(MessageRow::uid).toList();
                Done done = database.write(connection -> move(connection, target, new FolderId(source.getKey()), uids));
                keywords.committed(done.keywords());
                moved.addAll(done.rows());
            }
        }
        return moved;
    }

    private List<MessageRow> copyChunk(MailboxId target, List<MessageRow> chunk) throws MailboxException {
        List<MessageRow> left = chunk;
        while (!left.isEmpty()) {
            List<MessageRow> originals = left;
            try {
                Done done = database.write(connection -> copy(connection, target, originals));
                keywords.committed(done.keywords());
                return done.rows();
            } catch (GoneException e) {
                left = originals.stream()
                        .filter(row -> !e.contents.contains(row.content()))
                        .toList();
            }
        }
        return List.of();
    }

    private Done copy(Connection connection, MailboxId target, List<MessageRow> originals)
            throws SQLException, MailboxException {
        FolderRow locked = folders.lock(connection, target);
        Done done = put(connection, locked, originals);
        usage.add(connection, locked.owner(), Expunges.bytes(originals), originals.size());
        Set<Long> gone = contents.retain(
                connection, originals.stream().map(MessageRow::content).toList());
        if (!gone.isEmpty()) {
            throw new GoneException(gone);
        }
        return done;
    }

    private Done move(Connection connection, MailboxId target, FolderId source, List<Long> uids)
            throws SQLException, MailboxException {
        boolean isWithin = source.equals(target);
        boolean sourceFirst = source.value() <= FolderId.of(target).value();
        FolderRow first = folders.lock(connection, sourceFirst ? source : target);
        FolderRow second = isWithin ? first : folders.lock(connection, sourceFirst ? target : source);
        FolderRow from = sourceFirst ? first : second;
        FolderRow to = sourceFirst ? second : first;
        List<MessageRow> rows = messages.among(connection, from.id(), uids).stream()
                .map(MessageRow::recent)
                .toList();
        if (rows.isEmpty()) {
            return new Done(rows, List.of());
        }
        expunges.takeOut(connection, from, rows);
        Done done = put(connection, isWithin ? folders.find(connection, target) : to, rows);
        if (!from.owner().equals(to.owner())) {
            transferUsage(connection, from.owner(), to.owner(), rows);
        }
        return done;
    }

    /** In the order of the names, as everybody locks the rows of usage. */
    private void transferUsage(Connection connection, String from, String to, List<MessageRow> rows)
            throws SQLException, MailboxException {
        long bytes = Expunges.bytes(rows);
        if (from.compareTo(to) < 0) {
            usage.subtract(connection, from, bytes, rows.size());
        }
        usage.add(connection, to, bytes, rows.size());
        if (from.compareTo(to) > 0) {
            usage.subtract(connection, from, bytes, rows.size());
        }
    }

    /** Puts messages into a folder as new ones with one MODSEQ. */
    private Done put(Connection connection, FolderRow locked, List<MessageRow> originals) throws SQLException {
        long modSeq = locked.highestModSeq() + 1;
        long now = clock.millis();
        long uid = locked.lastUid();
        List<MessageRow> rows = new ArrayList<>(originals.size());
        for (MessageRow original : originals) {
            uid++;
            rows.add(original.copy(locked.id(), uid, modSeq, now));
        }
        folders.change(connection, locked, rows.size(), rows.size(), Expunges.unseen(rows), Expunges.bytes(rows));
        messages.insert(connection, rows);
        List<Flags> used = rows.stream()
                .filter(row -> row.keywords().isPresent())
                .map(MessageRow::flags)
                .toList();
        return new Done(rows, keywords.note(connection, locked.id(), used));
    }

    private void undo(MailboxId target, List<MessageRow> copies, MailboxException reason) {
        try {
            expunges.expunge(target, copies.stream().map(MessageRow::uid).toList());
        } catch (MailboxException e) {
            reason.addSuppressed(e);
        }
    }

    private record Done(List<MessageRow> rows, List<Keywords.Use> keywords) {}

    /** Undoes the transaction in which contents to be copied turned out to be gone. */
    private static final class GoneException extends MailboxException {

        private static final long serialVersionUID = 1;

        private final transient Set<Long> contents;

        GoneException(Set<Long> contents) {
            super("messages to be copied were expunged");
            this.contents = contents;
        }
    }
}

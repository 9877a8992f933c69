// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.message.FlagBits;
import org.posthorn.mailbox.sql.StoreDatabase;

/** Changes flags. Under the lock of the folder's row nobody else changes them, so what is computed here is what is stored. */
final class FlagUpdates {

    private final StoreDatabase database;
    private final FolderRows folders;
    private final MessageRows messages;
    private final Keywords keywords;

    FlagUpdates(StoreDatabase database, FolderRows folders, MessageRows messages, Keywords keywords) {
        this.database = database;
        this.folders = folders;
        this.messages = messages;
        this.keywords = keywords;
    }

    /** Finds the messages of one transaction. */
    @FunctionalInterface
    private interface Choice {
        List<MessageRow> choose(Connection connection) throws SQLException;
    }

    /** Changes the flags of a range, in transactions of {@link MessageRows#CHUNK} messages with one MODSEQ each. */
    List<UpdatedFlags> range(MailboxId folder, FlagsUpdateCalculator change, long from, long to)
            throws MailboxException {
        List<UpdatedFlags> updated = new ArrayList<>();
        long id = FolderId.of(folder).value();
        long next = from;
        while (true) {
            long start = next;
            List<UpdatedFlags> chunk = transaction(
                    folder, change, connection -> messages.batch(connection, id, start, to, MessageRows.CHUNK));
            updated.addAll(chunk);
            if (chunk.size() < MessageRows.CHUNK) {
                return updated;
            }
            next = chunk.get(chunk.size() - 1).getUid().asLong() + 1;
        }
    }

    /** Changes the flags of the messages with this content in this folder. */
    List<UpdatedFlags> ofContent(MailboxId folder, FlagsUpdateCalculator change, long content) throws MailboxException {
        long id = FolderId.of(folder).value();
        return transaction(folder, change, connection -> messages.ofContents(connection, List.of(content)).stream()
                .filter(row -> row.folder() == id)
                .toList());
    }

    /** Makes all messages of the folder not recent, and gives those that were. */
    List<UpdatedFlags> resetRecent(MailboxId folder) throws MailboxException {
        return database.write(connection -> {
            FolderRow locked = folders.lock(connection, folder);
            if (locked.recentAfter() == locked.lastUid()) {
                return List.of();
            }
            List<MessageRow> recent = messages.recent(connection, locked);
            folders.resetRecent(connection, locked);
            Flags none = new Flags(Flags.Flag.RECENT);
            return recent.stream()
                    .map(row -> {
                        Flags left = row.flags();
                        left.remove(none);
                        return updated(row, row.withFlags(left, row.modSeq()));
                    })
                    .toList();
        });
    }

    private List<UpdatedFlags> transaction(MailboxId folder, FlagsUpdateCalculator change, Choice choice)
            throws MailboxException {
        Updated done = database.write(connection -> {
            FolderRow locked = folders.lock(connection, folder);
            return update(connection, locked, change, choice.choose(connection));
        });
        keywords.committed(done.keywords());
        return done.flags();
    }

    private Updated update(Connection connection, FolderRow locked, FlagsUpdateCalculator change, List<MessageRow> rows)
            throws SQLException {
        long modSeq = locked.highestModSeq() + 1;
        List<UpdatedFlags> all = new ArrayList<>(rows.size());
        List<MessageRow> changed = new ArrayList<>();
        long unseen = 0;
        for (MessageRow row : rows) {
            MessageRow after = row.withFlags(change.buildNewFlags(row.flags()), modSeq);
            if (after.bits() == row.bits() && after.keywords().equals(row.keywords())) {
                all.add(updated(row, row));
                continue;
            }
            changed.add(after);
            all.add(updated(row, after));
            unseen += (after.isUnseen() ? 1 : 0) - (row.isUnseen() ? 1 : 0);
        }
        if (changed.isEmpty()) {
            return new Updated(all, List.of());
        }
        folders.change(connection, locked, 0, 0, unseen, 0);
        messages.updateFlags(connection, locked.id(), modSeq, changed);
        List<Flags> used = changed.stream()
                .filter(row -> row.keywords().isPresent())
                .map(row -> FlagBits.flags(0, row.keywords()))
                .toList();
        return new Updated(all, keywords.note(connection, locked.id(), used));
    }

    private static UpdatedFlags updated(MessageRow before, MessageRow after) {
        return UpdatedFlags.builder()
                .uid(before.messageUid())
                .messageId(new ContentId(before.content()))
                .modSeq(ModSeq.of(after.modSeq()))
                .oldFlags(before.flags())
                .newFlags(after.flags())
                .build();
    }

    private record Updated(List<UpdatedFlags> flags, List<Keywords.Use> keywords) {}
}

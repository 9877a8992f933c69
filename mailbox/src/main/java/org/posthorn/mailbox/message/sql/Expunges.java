// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import com.google.common.collect.Lists;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.mailbox.sql.StoreDatabase;

/** Removes messages for good, in transactions of {@link MessageRows#CHUNK}. */
final class Expunges {

    private final StoreDatabase database;
    private final FolderRows folders;
    private final MessageRows messages;
    private final ContentRefs contents;
    private final Usage usage;
    private final Clock clock;

    Expunges(
            StoreDatabase database,
            FolderRows folders,
            MessageRows messages,
            ContentRefs contents,
            Usage usage,
            Clock clock) {
        this.database = database;
        this.folders = folders;
        this.messages = messages;
        this.contents = contents;
        this.usage = usage;
        this.clock = clock;
    }

    /** Removes the messages with these UIDs, as far as there are such; gives those removed, in the order of UIDs. */
    List<MessageRow> expunge(MailboxId folder, Collection<Long> uids) throws MailboxException {
        List<MessageRow> removed = new ArrayList<>();
        List<Long> sorted = uids.stream().distinct().sorted().toList();
        for (List<Long> chunk : Lists.partition(sorted, MessageRows.CHUNK)) {
            removed.addAll(database.write(connection -> {
                FolderRow locked = folders.lock(connection, folder);
                return remove(connection, locked, messages.among(connection, locked.id(), chunk));
            }));
        }
        return removed;
    }

    private List<MessageRow> remove(Connection connection, FolderRow locked, List<MessageRow> rows)
            throws SQLException, MailboxException {
        if (rows.isEmpty()) {
            return rows;
        }
        takeOut(connection, locked, rows);
        usage.subtract(connection, locked.owner(), bytes(rows), rows.size());
        contents.release(connection, rows.stream().map(MessageRow::content).toList());
        return rows;
    }

    /** Takes the messages out of the folder with a MODSEQ of its own; usage and contents are left as they are. */
    void takeOut(Connection connection, FolderRow locked, List<MessageRow> rows) throws SQLException {
        folders.change(connection, locked, 0, -rows.size(), -unseen(rows), -bytes(rows));
        messages.remove(connection, locked.id(), locked.highestModSeq() + 1, rows, clock.millis());
    }

    static long bytes(List<MessageRow> rows) {
        return rows.stream().mapToLong(MessageRow::size).sum();
    }

    static long unseen(List<MessageRow> rows) {
        return rows.stream().filter(MessageRow::isUnseen).count();
    }
}

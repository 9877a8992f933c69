// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.util.Iterator;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.posthorn.mailbox.message.FlagBits;
import org.posthorn.mailbox.sql.StoreDatabase;

/**
 * The messages that are {@code \Recent}: those that came so, above the mark in their folder's row. To take them moves the
 * mark, and reads no more of them than their UIDs; the folder's lock is held for the mark alone.
 */
final class Recents {

    private static final int UIDS = 5_000;

    private final StoreDatabase database;
    private final FolderRows folders;
    private final String uids;

    Recents(StoreDatabase database, FolderRows folders) {
        this.database = database;
        this.folders = folders;
        this.uids = database.tables()
                .sql("SELECT uid FROM {message} FORCE INDEX (PRIMARY) WHERE folder_id = ? AND uid BETWEEN ? AND ?"
                        + " AND flags IN (" + FlagBits.values(FlagBits.RECENT, true) + ") ORDER BY uid LIMIT ?");
    }

    /** Those there are; they stay recent. */
    Iterator<Long> list(MailboxId folder) throws MailboxException {
        return above(database.read(connection -> folders.find(connection, folder)));
    }

    /** Those there are, of which none is recent any more; whoever asks at the same time gets others. */
    Iterator<Long> take(MailboxId folder) throws MailboxException {
        FolderRow now = database.read(connection -> folders.find(connection, folder));
        if (now.recentAfter() == now.lastUid()) {
            return List.<Long>of().iterator();
        }
        return above(database.write(connection -> {
            FolderRow locked = folders.lock(connection, folder);
            folders.resetRecent(connection, locked);
            return locked;
        }));
    }

    private Iterator<Long> above(FolderRow folder) {
        return new Batches<>(
                (from, count) -> database.read(connection ->
                        Sql.list(connection, uids, row -> row.getLong(1), folder.id(), from, folder.lastUid(), count)),
                Long::longValue,
                folder.recentAfter() + 1,
                UIDS,
                0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.sql.StoreTables;

/** The rows of folders, whose locks serialise everything that happens in a folder. Several are locked in the order of their ids. */
final class FolderRows {

    /** The owner of folders whose end has begun. */
    private static final String DELETED = "'#deleted'";

    private final String append;
    private final String lock;
    private final String find;
    private final String change;
    private final String resetRecent;

    FolderRows(StoreTables tables) {
        append = tables.sql("UPDATE {folder} SET last_uid = last_uid + 1,"
                + " highest_modseq = LAST_INSERT_ID(highest_modseq + 1), messages = messages + 1, unseen = unseen + ?,"
                + " bytes = bytes + ? WHERE id = ? AND owner = ? AND namespace = ? AND name = ?");
        find = tables.sql("SELECT " + FolderRow.COLUMNS + " FROM {folder} WHERE id = ? AND owner <> " + DELETED);
        lock = find + " FOR UPDATE";
        change = tables.sql("UPDATE {folder} SET last_uid = last_uid + ?, highest_modseq = highest_modseq + 1,"
                + " messages = GREATEST(0, CAST(messages AS SIGNED) + ?), unseen = GREATEST(0, CAST(unseen AS SIGNED)"
                + " + ?), bytes = GREATEST(0, CAST(bytes AS SIGNED) + ?) WHERE id = ?");
        resetRecent = tables.sql("UPDATE {folder} SET recent_after = last_uid WHERE id = ?");
    }

    /**
     * Makes room for one message; gives its MODSEQ. Its UID is the row's last one from now on. A folder that is not called
     * so any more is not found, whoever renamed it: who delivers by name may remember what he found under it.
     */
    long append(Connection connection, Mailbox folder, boolean isUnseen, long bytes)
            throws SQLException, MailboxException {
        OptionalLong modSeq = Sql.updateForId(
                connection,
                append,
                isUnseen ? 1 : 0,
                bytes,
                FolderId.of(folder.getMailboxId()).value(),
                folder.getUser().asString().getBytes(StandardCharsets.UTF_8),
                folder.getNamespace().getBytes(StandardCharsets.UTF_8),
                folder.getName().getBytes(StandardCharsets.UTF_8));
        return modSeq.orElseThrow(() -> new MailboxNotFoundException(folder.generateAssociatedPath()));
    }

    FolderRow find(Connection connection, MailboxId folder) throws SQLException, MailboxException {
        return one(connection, find, folder);
    }

    FolderRow lock(Connection connection, MailboxId folder) throws SQLException, MailboxException {
        return one(connection, lock, folder);
    }

    /** Takes one MODSEQ, which is the one after the locked row's, and {@code uids} UIDs, and keeps the counters. */
    void change(Connection connection, FolderRow locked, long uids, long messages, long unseen, long bytes)
            throws SQLException {
        Sql.update(connection, change, uids, messages, unseen, bytes, locked.id());
    }

    void resetRecent(Connection connection, FolderRow locked) throws SQLException {
        Sql.update(connection, resetRecent, locked.id());
    }

    private static FolderRow one(Connection connection, String sql, MailboxId folder)
            throws SQLException, MailboxException {
        return Sql.first(connection, sql, FolderRow::read, FolderId.of(folder).value())
                .orElseThrow(() -> new MailboxNotFoundException(folder));
    }
}

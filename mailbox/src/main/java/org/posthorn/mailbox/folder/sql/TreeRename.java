// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager.MailboxRenamedResult;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.sql.StoreTables;

/**
 * Renames a folder, those below it and their subscriptions, as a part of its caller's transaction. The INBOX gives away
 * its messages only: those below it, and its subscription, stay for the next one (RFC 3501, 6.3.5).
 */
final class TreeRename {

    private static final char DELIMITER = MailboxConstants.DEFAULT_DELIMITER;
    private static final Comparator<Row> SHORT_FIRST =
            Comparator.comparingInt(row -> row.name().length());

    private final FolderStatements statements;
    private final String below;
    private final String unsubscribe;
    private final String subscribe;

    TreeRename(StoreTables tables, FolderStatements statements) {
        this.statements = statements;
        below = tables.sql("SELECT id, name FROM {folder} WHERE owner = ? AND namespace = ? AND name >= ? AND name < ?"
                + " ORDER BY id FOR UPDATE");
        unsubscribe = tables.sql("DELETE FROM {subscription} WHERE owner = ? AND name IN (?, ?)");
        subscribe = tables.sql(
                "INSERT INTO {subscription} (owner, name) VALUES (?, ?) ON DUPLICATE KEY UPDATE owner = owner");
    }

    /** What was renamed, the folder itself first. */
    List<MailboxRenamedResult> rename(Connection connection, FolderId id, MailboxPath target, boolean withSubscriptions)
            throws SQLException, MailboxException {
        Mailbox folder = statements.locked(connection, id);
        MailboxPath from = folder.generateAssociatedPath();
        if (!from.getUser().equals(target.getUser())) {
            // given to somebody else since it was looked up
            throw new MailboxNotFoundException(id);
        }
        List<Row> rows = from.isInbox() ? new ArrayList<>() : below(connection, from);
        rows.add(new Row(id, from.getName()));
        // a new name may be the old one of another folder of these, which has to have left it by then
        rows.sort(target.getName().startsWith(from.getName() + DELIMITER) ? SHORT_FIRST.reversed() : SHORT_FIRST);
        List<MailboxRenamedResult> renamed = new ArrayList<>();
        for (Row row : rows) {
            MailboxPath old = new MailboxPath(from, row.name());
            MailboxPath now = new MailboxPath(
                    target,
                    target.getName() + row.name().substring(from.getName().length()));
            statements.rename(connection, row.id(), now);
            if (withSubscriptions && !from.isInbox()) {
                renameSubscription(connection, old, now);
            }
            renamed.add(new MailboxRenamedResult(row.id(), old, now));
        }
        renamed.sort(Comparator.comparing(result -> result.getOriginPath().getName()));
        return renamed;
    }

    private List<Row> below(Connection connection, MailboxPath path) throws SQLException, MailboxException {
        FolderPath first = FolderPath.of(new MailboxPath(path, path.getName() + DELIMITER));
        FolderPath end = FolderPath.of(new MailboxPath(path, path.getName() + (char) (DELIMITER + 1)));
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(below)) {
            query.setBytes(1, first.owner());
            query.setBytes(2, first.namespace());
            query.setBytes(3, first.name());
            query.setBytes(4, end.name());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(new FolderId(row.getLong(1)), FolderPath.text(row.getBytes(2))));
                }
            }
        }
        return rows;
    }

    /** A subscription is the path as James writes it, or in old ones the name alone. */
    private void renameSubscription(Connection connection, MailboxPath old, MailboxPath now)
            throws SQLException, MailboxException {
        int found;
        try (PreparedStatement statement = connection.prepareStatement(unsubscribe)) {
            statement.setBytes(1, owner(old.getUser()));
            statement.setBytes(2, bytes(old.asEscapedString()));
            statement.setBytes(3, bytes(old.getName()));
            found = statement.executeUpdate();
        }
        if (found > 0) {
            try (PreparedStatement statement = connection.prepareStatement(subscribe)) {
                statement.setBytes(1, owner(now.getUser()));
                statement.setBytes(2, bytes(now.asEscapedString()));
                statement.executeUpdate();
            }
        }
    }

    private static byte[] owner(Username user) throws MailboxException {
        return FolderPath.owner(user, "owner");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Row(FolderId id, String name) {}
}

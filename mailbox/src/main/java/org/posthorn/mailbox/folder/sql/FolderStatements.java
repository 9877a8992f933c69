// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.acl.ACLDiff;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.sql.StoreTables;

/** The statements on folders' rows. Each method is a part of its caller's transaction. */
final class FolderStatements {

    private static final String ORDER = " LIMIT " + FolderPage.SIZE;

    private final Validities validities;
    private final String insert;
    private final String subscribe;
    private final String count;
    private final String byPath;
    private final String byId;
    private final String lock;
    private final String rename;
    private final String byNamePattern;
    private final String below;
    private final String withRights;
    private final String all;
    private final String setRights;

    FolderStatements(StoreTables tables) {
        String select = "SELECT " + MailboxRow.COLUMNS + " FROM {folder} WHERE ";
        validities = new Validities(tables);
        insert = tables.sql("INSERT INTO {folder} (owner, namespace, name, uid_validity) VALUES (?, ?, ?, ?)");
        subscribe = tables.sql("INSERT IGNORE INTO {subscription} (owner, name) VALUES (?, ?)");
        count = tables.sql("SELECT COUNT(*) FROM {folder} WHERE owner = ? AND namespace = ?");
        byPath = tables.sql(select + "owner = ? AND namespace = ? AND name = ?");
        byId = tables.sql(select + "id = ?");
        lock = byId + " FOR UPDATE";
        rename = tables.sql("UPDATE {folder} SET owner = ?, namespace = ?, name = ? WHERE id = ?");
        byNamePattern = tables.sql(
                select + "owner = ? AND namespace = ? AND name LIKE ? AND name > ?" + " ORDER BY name" + ORDER);
        below = tables.sql(
                "SELECT name FROM {folder} WHERE owner = ? AND namespace = ? AND name > ?" + " ORDER BY name LIMIT 1");
        withRights = tables.sql(select + "acl IS NOT NULL AND id > ? ORDER BY id" + ORDER);
        all = tables.sql(select + "id > ? ORDER BY id" + ORDER);
        setRights = tables.sql("UPDATE {folder} SET acl = ? WHERE id = ?");
    }

    /** Inserts first: the row's key then keeps out whoever creates, renames or deletes the same path. */
    Mailbox create(Connection connection, MailboxPath path, UidValidity given) throws SQLException, MailboxException {
        FolderPath key = FolderPath.of(path);
        try (PreparedStatement statement = connection.prepareStatement(insert, Statement.RETURN_GENERATED_KEYS)) {
            bind(statement, key);
            statement.setLong(4, given.asLong());
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                FolderId id = new FolderId(keys.getLong(1));
                return new Mailbox(path, validities.settle(connection, id, key, given), id);
            }
        }
    }

    /** Makes folders of one owner, subscribed by him. */
    List<Mailbox> createSubscribed(Connection connection, List<MailboxPath> paths)
            throws SQLException, MailboxException {
        List<Mailbox> folders = new ArrayList<>();
        for (MailboxPath path : paths) {
            folders.add(create(connection, path, UidValidity.generate()));
        }
        try (PreparedStatement statement =
                connection.prepareStatement(subscribe + ", (?, ?)".repeat(paths.size() - 1))) {
            int index = 1;
            for (MailboxPath path : paths) {
                statement.setBytes(index++, FolderPath.owner(path.getUser(), "owner"));
                statement.setBytes(index++, path.asEscapedString().getBytes(StandardCharsets.UTF_8));
            }
            statement.executeUpdate();
        }
        return folders;
    }

    /** How many of these folders of one owner are there. */
    int count(Connection connection, List<MailboxPath> paths) throws SQLException, MailboxException {
        String sql = count + " AND name IN (?" + ", ?".repeat(paths.size() - 1) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, FolderPath.of(paths.get(0)));
            for (int i = 1; i < paths.size(); i++) {
                statement.setBytes(i + 3, FolderPath.of(paths.get(i)).name());
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    void rename(Connection connection, FolderId id, MailboxPath path) throws SQLException, MailboxException {
        FolderPath target = FolderPath.of(path);
        Mailbox present = locked(connection, id);
        if (present.generateAssociatedPath().equals(path)) {
            throw new MailboxExistsException(path.getName());
        }
        try (PreparedStatement statement = connection.prepareStatement(rename)) {
            bind(statement, target);
            statement.setLong(4, id.value());
            statement.executeUpdate();
        }
        validities.remember(connection, FolderPath.of(present.generateAssociatedPath()), present.getUidValidity());
        validities.settle(connection, id, target, present.getUidValidity());
    }

    ACLDiff changeRights(Connection connection, FolderId id, SqlMailboxMapper.RightsChange change)
            throws SQLException, MailboxException {
        MailboxACL before = locked(connection, id).getACL();
        MailboxACL after = change.apply(before);
        try (PreparedStatement statement = connection.prepareStatement(setRights)) {
            statement.setString(1, AccessRights.text(after).orElse(null));
            statement.setLong(2, id.value());
            statement.executeUpdate();
        }
        return ACLDiff.computeDiff(before, after);
    }

    Optional<Mailbox> byPath(Connection connection, MailboxPath path) throws SQLException, MailboxException {
        try (PreparedStatement statement = connection.prepareStatement(byPath)) {
            bind(statement, FolderPath.of(path));
            return one(statement);
        }
    }

    Optional<Mailbox> byId(Connection connection, FolderId id) throws SQLException, MailboxException {
        try (PreparedStatement statement = connection.prepareStatement(byId)) {
            statement.setLong(1, id.value());
            return one(statement);
        }
    }

    boolean hasNamesBelow(Connection connection, MailboxPath path, String prefix)
            throws SQLException, MailboxException {
        FolderPath key = FolderPath.of(new MailboxPath(path, prefix));
        try (PreparedStatement statement = connection.prepareStatement(below)) {
            bind(statement, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && FolderPath.text(row.getBytes(1)).startsWith(prefix);
            }
        }
    }

    FolderPage byNamePattern(
            Connection connection, Username user, String namespace, String pattern, FolderPage.Start after)
            throws SQLException, MailboxException {
        try (PreparedStatement statement = connection.prepareStatement(byNamePattern)) {
            statement.setBytes(1, FolderPath.owner(user, "owner"));
            statement.setBytes(2, namespace.getBytes(StandardCharsets.UTF_8));
            statement.setBytes(3, pattern.getBytes(StandardCharsets.UTF_8));
            statement.setBytes(4, after.name());
            return page(statement);
        }
    }

    FolderPage withRights(Connection connection, FolderPage.Start after) throws SQLException, MailboxException {
        return byIdRange(connection, withRights, after);
    }

    FolderPage all(Connection connection, FolderPage.Start after) throws SQLException, MailboxException {
        return byIdRange(connection, all, after);
    }

    private FolderPage byIdRange(Connection connection, String sql, FolderPage.Start after)
            throws SQLException, MailboxException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, after.id());
            return page(statement);
        }
    }

    Mailbox locked(Connection connection, FolderId id) throws SQLException, MailboxException {
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            statement.setLong(1, id.value());
            return one(statement).orElseThrow(() -> new MailboxNotFoundException(id));
        }
    }

    private static Optional<Mailbox> one(PreparedStatement statement) throws SQLException, MailboxException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() && MailboxRow.isUser(row.getBytes("owner"))
                    ? Optional.of(MailboxRow.mailbox(row))
                    : Optional.empty();
        }
    }

    private static FolderPage page(PreparedStatement statement) throws SQLException, MailboxException {
        List<Mailbox> folders = new ArrayList<>();
        int count = 0;
        FolderPage.Start last = FolderPage.Start.FIRST;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                count++;
                last = new FolderPage.Start(row.getLong("id"), row.getBytes("name"));
                if (MailboxRow.isUser(row.getBytes("owner"))) {
                    folders.add(MailboxRow.mailbox(row));
                }
            }
        }
        return new FolderPage(folders, count < FolderPage.SIZE ? Optional.empty() : Optional.of(last));
    }

    private static void bind(PreparedStatement statement, FolderPath path) throws SQLException {
        statement.setBytes(1, path.owner());
        statement.setBytes(2, path.namespace());
        statement.setBytes(3, path.name());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.folder.sql.NamedRights;
import org.posthorn.mailbox.orphan.OrphanException;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.postfixadmin.LogText;

/** Gives a detached account's folders, subscriptions and scripts to a user, in one transaction. */
final class Attachment {

    private static final String ROOT = "Restored";

    private final PanelRows panel;
    private final DeletedFolders deleted;
    private final OrphanScripts scripts;
    private final NamedRights rights;
    private final String lock;
    private final String folders;
    private final String rename;
    private final String subscriptions;
    private final String subscribe;
    private final String unsubscribe;
    private final String remove;

    Attachment(StoreTables tables, PanelRows panel, DeletedFolders deleted) {
        this.panel = panel;
        this.deleted = deleted;
        scripts = new OrphanScripts(tables);
        rights = new NamedRights(tables);
        lock = tables.sql("SELECT owner FROM {orphan} WHERE id = ? FOR UPDATE");
        folders = tables.sql("SELECT id, name FROM {folder} WHERE owner = ? AND namespace = ? ORDER BY id FOR UPDATE");
        rename = tables.sql("UPDATE {folder} SET owner = ?, name = ? WHERE id = ?");
        subscriptions = tables.sql("SELECT name FROM {subscription} WHERE owner = ?");
        subscribe = tables.sql(
                "INSERT INTO {subscription} (owner, name) VALUES (?, ?) ON DUPLICATE KEY UPDATE owner = owner");
        unsubscribe = tables.sql("DELETE FROM {subscription} WHERE owner = ?");
        remove = tables.sql("DELETE FROM {orphan} WHERE id = ?");
    }

    static OrphanException noOrphan(long id) {
        return new OrphanException("there is no orphan " + id);
    }

    /** Returns how many folders it gave. */
    int attach(Connection connection, long id, String user) throws SQLException, MailboxException {
        String owner = lock(connection, id);
        if (panel.known(connection, user).panels().isEmpty()) {
            throw new OrphanException("PostfixAdmin has no mailbox " + LogText.of(user));
        }
        Map<String, Long> given = folders(connection, "#" + id);
        Map<String, String> names =
                names(given.keySet(), folders(connection, user).keySet());
        move(connection, id, given, owner, user, names);
        scripts.handOver(connection, "#" + id, user);
        end(connection, id);
        return given.size();
    }

    /**
     * Gives the folders back to the account they were detached from, each under its name. What stands there meanwhile goes
     * below "Restored" if it holds messages, and is ended otherwise. Scripts return as they were, and rights that others
     * gave.
     *
     * @return how many folders hold what came meanwhile
     */
    int giveBack(Connection connection, long id) throws SQLException, MailboxException {
        String owner = lock(connection, id);
        Map<String, Long> given = folders(connection, "#" + id);
        Map<String, Long> meanwhile = folders(connection, owner);
        Map<String, String> names = names(meanwhile.keySet(), given.keySet());
        int kept = 0;
        for (Map.Entry<String, Long> folder : meanwhile.entrySet()) {
            String name = names.getOrDefault(folder.getKey(), folder.getKey());
            if (given.containsKey(folder.getKey())
                    && !deleted.endIfEmpty(connection, new FolderId(folder.getValue()))) {
                rename(connection, folder.getValue(), owner, name);
                subscribe(
                        connection,
                        owner,
                        MailboxPath.forUser(Username.of(owner), name).asEscapedString());
                kept++;
            }
        }
        move(connection, id, given, owner, owner, Map.of());
        scripts.giveBack(connection, "#" + id, owner);
        rights.rename(connection, "#" + id, owner);
        end(connection, id);
        return kept;
    }

    /** Ends an orphan that has no folders any more. */
    int end(Connection connection, long id) throws SQLException, MailboxException {
        String unused = lock(connection, id);
        rights.remove(connection, "#" + id);
        scripts.remove(connection, "#" + id);
        try (PreparedStatement statement = connection.prepareStatement(unsubscribe)) {
            statement.setBytes(1, PanelRows.bytes("#" + id));
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(remove)) {
            statement.setLong(1, id);
            return statement.executeUpdate();
        }
    }

    private void move(
            Connection connection,
            long id,
            Map<String, Long> given,
            String owner,
            String user,
            Map<String, String> names)
            throws SQLException {
        for (Map.Entry<String, Long> folder : given.entrySet()) {
            rename(connection, folder.getValue(), user, names.getOrDefault(folder.getKey(), folder.getKey()));
        }
        subscriptions(connection, id, Username.of(owner), Username.of(user), names);
    }

    private void rename(Connection connection, long folder, String user, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(rename)) {
            statement.setBytes(1, PanelRows.bytes(user));
            statement.setBytes(2, PanelRows.bytes(name));
            statement.setLong(3, folder);
            statement.executeUpdate();
        }
    }

    private void subscribe(Connection connection, String user, String subscription) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(subscribe)) {
            statement.setBytes(1, PanelRows.bytes(user));
            statement.setBytes(2, PanelRows.bytes(subscription));
            statement.executeUpdate();
        }
    }

    /** The new names, all below the first root under which nothing is taken. */
    private static Map<String, String> names(Set<String> given, Set<String> present) {
        Set<String> taken = new HashSet<>(present);
        taken.addAll(given);
        for (int attempt = 1; ; attempt++) {
            String root = attempt == 1 ? ROOT : ROOT + "-" + attempt;
            Map<String, String> names = new HashMap<>();
            for (String name : given) {
                names.put(name, present.contains(name) ? root + MailboxConstants.DEFAULT_DELIMITER + name : name);
            }
            if (names.entrySet().stream()
                    .noneMatch(name -> !name.getKey().equals(name.getValue()) && taken.contains(name.getValue()))) {
                return names;
            }
        }
    }

    /** Whose it was; nobody else gives or ends it until the end of the transaction. */
    String lock(Connection connection, long id) throws SQLException, OrphanException {
        try (PreparedStatement query = connection.prepareStatement(lock)) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw noOrphan(id);
                }
                return text(row.getBytes(1));
            }
        }
    }

    private Map<String, Long> folders(Connection connection, String owner) throws SQLException {
        Map<String, Long> found = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(folders)) {
            query.setBytes(1, PanelRows.bytes(owner));
            query.setBytes(2, PanelRows.bytes(MailboxConstants.USER_NAMESPACE));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.put(text(row.getBytes(2)), row.getLong(1));
                }
            }
        }
        return found;
    }

    /** James keeps paths with the user's name in them. */
    private void subscriptions(Connection connection, long id, Username owner, Username user, Map<String, String> names)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(subscriptions)) {
            query.setBytes(1, PanelRows.bytes("#" + id));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    subscribe(connection, user.asString(), renamed(text(row.getBytes(1)), owner, user, names));
                }
            }
        }
    }

    private static String renamed(String subscription, Username owner, Username user, Map<String, String> names) {
        return MailboxPath.parseEscaped(subscription)
                .filter(path -> owner.equals(path.getUser()))
                .map(path -> new MailboxPath(
                                path.getNamespace(), user, names.getOrDefault(path.getName(), path.getName()))
                        .asEscapedString())
                .orElseGet(() -> names.getOrDefault(subscription, subscription));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

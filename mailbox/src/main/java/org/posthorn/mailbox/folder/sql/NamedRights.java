// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.posthorn.mailbox.sql.StoreTables;

/**
 * The entries that name a user in the access control lists of all folders, for when the name is not his any more. Only
 * folders that have such an entry are locked, one after the other; the search for them locks nothing.
 */
public final class NamedRights {

    private final String search;
    private final String lock;
    private final String set;

    public NamedRights(StoreTables tables) {
        search = tables.sql("SELECT id FROM {folder} WHERE acl IS NOT NULL AND LOCATE(?, LOWER(acl)) > 0 ORDER BY id");
        lock = tables.sql("SELECT acl FROM {folder} WHERE id = ? FOR UPDATE");
        set = tables.sql("UPDATE {folder} SET acl = ? WHERE id = ?");
    }

    /** Makes the entries another's; where he has one already, that one stays. */
    public void rename(Connection connection, String from, String to) throws SQLException, MailboxException {
        change(connection, from, Optional.of(to));
    }

    /** Takes the entries out. */
    public void remove(Connection connection, String user) throws SQLException, MailboxException {
        change(connection, user, Optional.empty());
    }

    private void change(Connection connection, String from, Optional<String> to) throws SQLException, MailboxException {
        for (long folder : naming(connection, from)) {
            Optional<String> rights = locked(connection, folder);
            if (rights.isPresent()) {
                set(connection, folder, AccessRights.text(changed(AccessRights.parse(rights.get()), from, to)));
            }
        }
    }

    private List<Long> naming(Connection connection, String user) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(search)) {
            query.setString(1, (" " + URLEncoder.encode(user, StandardCharsets.UTF_8) + " ").toLowerCase(Locale.ROOT));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(row.getLong(1));
                }
            }
        }
        return found;
    }

    private Optional<String> locked(Connection connection, long folder) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(lock)) {
            query.setLong(1, folder);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    private void set(Connection connection, long folder, Optional<String> rights) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(set)) {
            update.setString(1, rights.orElse(null));
            update.setLong(2, folder);
            update.executeUpdate();
        }
    }

    private static MailboxACL changed(MailboxACL rights, String from, Optional<String> to) {
        Map<EntryKey, Rfc4314Rights> entries = new HashMap<>();
        rights.getEntries().forEach((key, given) -> {
            if (!names(key, from)) {
                entries.put(key, given);
            }
        });
        rights.getEntries().forEach((key, given) -> {
            if (names(key, from)) {
                to.ifPresent(name -> entries.putIfAbsent(new EntryKey(name, NameType.user, key.isNegative()), given));
            }
        });
        return new MailboxACL(entries);
    }

    private static boolean names(EntryKey key, String user) {
        return key.getNameType() == NameType.user
                && key.getName().toLowerCase(Locale.ROOT).equals(user);
    }
}

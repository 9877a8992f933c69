// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.james.mailbox.model.UidValidity;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.sql.StoreTables;

/**
 * Remembers the last UIDVALIDITY of every path that a folder has left, because the next folder there must have a greater one
 * (RFC 3501, 2.3.1.1). It takes one narrow row per such path, for ever.
 */
final class Validities {

    private final String last;
    private final String remember;
    private final String change;

    Validities(StoreTables tables) {
        last = tables.sql("SELECT number FROM {state} WHERE name = ?");
        remember = tables.sql("INSERT INTO {state} (name, number) VALUES (?, ?)"
                + " ON DUPLICATE KEY UPDATE number = GREATEST(number, VALUES(number))");
        change = tables.sql("UPDATE {folder} SET uid_validity = ? WHERE id = ?");
    }

    void remember(Connection connection, FolderPath left, UidValidity validity) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(remember)) {
            statement.setString(1, left.validityKey());
            statement.setLong(2, validity.asLong());
            statement.executeUpdate();
        }
    }

    /** Gives the folder, which is at this path already, a greater UIDVALIDITY if what it has is not greater. */
    UidValidity settle(Connection connection, FolderId id, FolderPath path, UidValidity given) throws SQLException {
        long next = last(connection, path) + 1;
        // At the end of the 32 bits the values begin again, which no client meets.
        if (given.asLong() >= next || !UidValidity.isValid(next)) {
            return given;
        }
        try (PreparedStatement statement = connection.prepareStatement(change)) {
            statement.setLong(1, next);
            statement.setLong(2, id.value());
            statement.executeUpdate();
        }
        return UidValidity.of(next);
    }

    private long last(Connection connection, FolderPath path) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(last)) {
            statement.setString(1, path.validityKey());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}

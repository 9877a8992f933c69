// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.script.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.posthorn.mailbox.sql.StoreTables;

/** The rows under whose lock scripts change, with how many bytes they may have. The row of all users has no name. */
final class ScriptOwners {

    static final String ALL = "";

    private final String lock;
    private final String quota;
    private final String setQuota;
    private final String removeQuota;

    ScriptOwners(StoreTables tables) {
        lock = tables.sql("INSERT INTO {script_owner} (owner) VALUES (?) ON DUPLICATE KEY UPDATE owner = owner");
        quota = tables.sql("SELECT quota FROM {script_owner} WHERE owner = ?");
        setQuota = tables.sql("INSERT INTO {script_owner} (owner, quota) VALUES (?, ?)"
                + " ON DUPLICATE KEY UPDATE quota = VALUES(quota)");
        removeQuota = tables.sql("UPDATE {script_owner} SET quota = NULL WHERE owner = ?");
    }

    /** Nobody else changes the owner's scripts until the end of the transaction. */
    void lock(Connection connection, String owner) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(lock)) {
            update.setBytes(1, bytes(owner));
            update.executeUpdate();
        }
    }

    /** What was set for this one. */
    OptionalLong quota(Connection connection, String owner) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(quota)) {
            query.setBytes(1, bytes(owner));
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return OptionalLong.empty();
                }
                long bytes = row.getLong(1);
                return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes);
            }
        }
    }

    /** What holds for a user; a negative quota is none. */
    long limit(Connection connection, String owner) throws SQLException {
        OptionalLong own = quota(connection, owner);
        long limit = own.isPresent() ? own.getAsLong() : quota(connection, ALL).orElse(Long.MAX_VALUE);
        return limit < 0 ? Long.MAX_VALUE : limit;
    }

    void setQuota(Connection connection, String owner, long bytes) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(setQuota)) {
            update.setBytes(1, bytes(owner));
            update.setLong(2, bytes);
            update.executeUpdate();
        }
    }

    void removeQuota(Connection connection, String owner) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(removeQuota)) {
            update.setBytes(1, bytes(owner));
            update.executeUpdate();
        }
    }

    private static byte[] bytes(String owner) {
        return owner.getBytes(StandardCharsets.UTF_8);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.posthorn.mailbox.quota.Drift.Amount;
import org.posthorn.mailbox.sql.StoreTables;

/** The statements of a recount. */
final class RecountSql {

    private static final int SEEN = 16;

    private final String owners;
    private final String panelsUsers;
    private final String folders;
    private final String count;
    private final String repair;

    RecountSql(StoreTables tables) {
        this.owners = tables.sql("SELECT DISTINCT owner FROM {folder} WHERE owner <> '#deleted'"
                + " UNION SELECT CAST(username AS BINARY) FROM {usage} WHERE bytes <> 0 OR messages <> 0");
        this.panelsUsers = " UNION SELECT CAST(LOWER(CONVERT(username USING utf8mb4)) AS BINARY) FROM quota2"
                + " WHERE bytes <> 0 OR messages <> 0";
        this.folders = tables.sql("SELECT id, messages, unseen, bytes FROM {folder} WHERE owner = ? FOR UPDATE");
        this.count = tables.sql("SELECT COUNT(*), COALESCE(SUM((flags & " + SEEN + ") = 0), 0), COALESCE(SUM(size), 0)"
                + " FROM {message} WHERE folder_id = ?");
        this.repair = tables.sql("UPDATE {folder} SET messages = ?, unseen = ?, bytes = ? WHERE id = ?");
    }

    /** What a folder's row says, or should say. */
    record Counters(long messages, long unseen, long bytes) {

        static Counters of(ResultSet row, int first) throws SQLException {
            return new Counters(row.getLong(first), row.getLong(first + 1), row.getLong(first + 2));
        }

        Amount amount() {
            return new Amount(bytes, messages);
        }
    }

    /** Everybody who has folders or is said to have mail. */
    Set<String> owners(Connection connection, boolean panels) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (PreparedStatement query = connection.prepareStatement(panels ? owners + panelsUsers : owners);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                names.add(new String(rows.getBytes(1), StandardCharsets.UTF_8));
            }
        }
        return names;
    }

    /** The counters of an account's folders, which stay as they are until the end of the transaction. */
    Map<Long, Counters> lockFolders(Connection connection, String owner) throws SQLException {
        Map<Long, Counters> counters = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(folders)) {
            query.setBytes(1, owner.getBytes(StandardCharsets.UTF_8));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    counters.put(rows.getLong(1), Counters.of(rows, 2));
                }
            }
        }
        return counters;
    }

    Counters count(Connection connection, long folder) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(count)) {
            query.setLong(1, folder);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return Counters.of(row, 1);
            }
        }
    }

    void repair(Connection connection, long folder, Counters counters) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(repair)) {
            update.setLong(1, counters.messages());
            update.setLong(2, counters.unseen());
            update.setLong(3, counters.bytes());
            update.setLong(4, folder);
            update.executeUpdate();
        }
    }
}

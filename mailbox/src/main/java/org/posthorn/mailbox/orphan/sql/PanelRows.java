// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.script.ActiveScript;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.Schema;

/** Which of the panel's rows accounts belong to: a row is the same as long as it was created at the same time. */
final class PanelRows {

    private static final int PAGE = 1000;

    /** The panel allows a date of zeros, which our table does not. */
    private static final String CREATED =
            "CASE WHEN m.created < '1000-01-01' THEN '1000-01-01 00:00:00' ELSE m.created END";

    /** What the panel's schema fills in where nobody said when a row was created; its upgrades change older dates to it. */
    private static final String UNKNOWN = "2000-01-01 00:00:00";

    /** How a date ends that came without a time, from a script for example: accounts of a whole day have the same. */
    private static final String MIDNIGHT = " 00:00:00";

    private static final String SAME_AS_ORPHAN = "o.created = m.created";

    private final Database database;
    private final StoreTables tables;

    PanelRows(Database database, StoreTables tables) {
        this.database = database;
        this.tables = tables;
    }

    /** What the panel and our own table say of an owner, in one query. */
    Known known(Connection connection, String owner) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql(connection, "", ""))) {
            setOwner(query, owner);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return known(row, owner);
            }
        }
    }

    /** The same with the owner's active script, in one query too, for every delivery asks it. */
    WithScript knownWithScript(Connection connection, String owner) throws SQLException {
        String sql =
                sql(connection, ", s.changed_at, s.content", " LEFT JOIN {script} s ON s.owner = ? AND s.active = 1");
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            setOwner(query, owner);
            query.setBytes(4, bytes(owner));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                byte[] content = row.getBytes(6);
                Optional<ActiveScript> script = content == null
                        ? Optional.empty()
                        : Optional.of(new ActiveScript(
                                new String(content, StandardCharsets.UTF_8), Instant.ofEpochMilli(row.getLong(5))));
                return new WithScript(known(row, owner), script);
            }
        }
    }

    private String sql(Connection connection, String columns, String join) throws SQLException {
        return tables.sql("SELECT m.username, LEFT(CAST(" + CREATED + " AS CHAR), 19),"
                + " LEFT(CAST(a.created AS CHAR), 19),"
                + " EXISTS (SELECT 1 FROM {orphan} o WHERE o.owner = ? AND " + SAME_AS_ORPHAN
                + ")" + columns + " FROM (SELECT 1 AS one) x LEFT JOIN mailbox m ON m.username = "
                + database.schema(connection).comparable("?", "mailbox", "username")
                + " LEFT JOIN {account} a ON a.owner = ?" + join);
    }

    private static void setOwner(PreparedStatement query, String owner) throws SQLException {
        query.setBytes(1, bytes(owner));
        query.setString(2, owner);
        query.setBytes(3, bytes(owner));
    }

    private static Known known(ResultSet row, String owner) throws SQLException {
        Optional<String> panels = isOf(owner, row.getString(1)) ? Optional.of(row.getString(2)) : Optional.empty();
        return new Known(panels, Optional.ofNullable(row.getString(3)), panels.isPresent() && row.getBoolean(4));
    }

    /** Owners after this one, in order, whose row vanished or is another's now. */
    List<String> vanished(Connection connection, String after) throws SQLException {
        Schema schema = database.schema(connection);
        String sql = tables.sql("SELECT a.owner FROM {account} a LEFT JOIN mailbox m ON m.username = "
                + schema.comparable("CONVERT(a.owner USING utf8mb4)", "mailbox", "username")
                + " WHERE a.owner > ? AND (m.username IS NULL OR (a.created < " + CREATED + " AND m.created <> '"
                + UNKNOWN + "')) ORDER BY a.owner LIMIT " + PAGE);
        return owners(connection, sql, after);
    }

    /** Owners after this one, in order, whose detached mail belongs to the very row that the panel has now. */
    List<String> returned(Connection connection, String after) throws SQLException {
        Schema schema = database.schema(connection);
        String sql = tables.sql("SELECT DISTINCT o.owner FROM {orphan} o JOIN mailbox m ON m.username = "
                + schema.comparable("CONVERT(o.owner USING utf8mb4)", "mailbox", "username") + " AND " + SAME_AS_ORPHAN
                + " WHERE o.owner > ? ORDER BY o.owner LIMIT " + PAGE);
        return owners(connection, sql, after);
    }

    private static List<String> owners(Connection connection, String sql, String after) throws SQLException {
        List<String> owners = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setBytes(1, bytes(after));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    owners.add(new String(row.getBytes(1), StandardCharsets.UTF_8));
                }
            }
        }
        return owners;
    }

    /** How many accounts have a row here. */
    long count(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(tables.sql("SELECT COUNT(*) FROM {account}"));
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static byte[] bytes(String owner) {
        return owner.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isOf(String owner, @Nullable String username) {
        return username != null && username.toLowerCase(Locale.ROOT).equals(owner);
    }

    /** What is known of an owner, and the script that filters his mail if he is who he was. */
    record WithScript(Known known, Optional<ActiveScript> script) {}

    /**
     * When the panel's row was created, and when the one was that the owner's mail belongs to.
     *
     * @param panels empty if the panel has no such row
     * @param ours empty if the owner was never seen with a row
     * @param isBack whether mail that was detached belongs to the panel's row
     */
    record Known(Optional<String> panels, Optional<String> ours, boolean isBack) {

        /** Whether all is as it was. */
        boolean isSettled() {
            return !isNew() && !isAnother() && !isBack;
        }

        boolean isNew() {
            return ours.isEmpty() && panels.isPresent();
        }

        /** A row that was created earlier is the same one as a rule, because upgrades of the panel change dates. */
        boolean isAnother() {
            return ours.isPresent()
                    && (panels.isEmpty()
                            || (panels.get().compareTo(ours.get()) > 0
                                    && !panels.get().equals(UNKNOWN))
                            || (isBack && !panels.equals(ours)));
        }

        /** By what the owner's mail is known again once it is detached; empty if the date says nothing. */
        Optional<String> mark() {
            return ours.filter(created -> created.compareTo(UNKNOWN) > 0 && !created.endsWith(MIDNIGHT));
        }
    }
}

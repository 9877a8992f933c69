// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.script.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.ScriptSummary;
import org.posthorn.mailbox.sql.StoreTables;

/** The statements on scripts. Names are compared byte by byte. */
final class ScriptRows {

    private final String list;
    private final String content;
    private final String activeContent;
    private final String activeSince;
    private final String find;
    private final String used;
    private final String put;
    private final String rename;
    private final String delete;
    private final String switchOff;
    private final String switchOn;

    ScriptRows(StoreTables tables) {
        list = tables.sql("SELECT name, active FROM {script} WHERE owner = ? ORDER BY name");
        content = tables.sql("SELECT content FROM {script} WHERE owner = ? AND name = ?");
        activeContent = tables.sql("SELECT content FROM {script} WHERE owner = ? AND active = 1");
        activeSince = tables.sql("SELECT changed_at FROM {script} WHERE owner = ? AND active = 1");
        find = tables.sql("SELECT active FROM {script} WHERE owner = ? AND name = ? FOR UPDATE");
        used = tables.sql("SELECT COALESCE(SUM(LENGTH(content)), 0) FROM {script} WHERE owner = ? AND name <> ?");
        put = tables.sql("INSERT INTO {script} (owner, name, changed_at, content) VALUES (?, ?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE changed_at = VALUES(changed_at), content = VALUES(content)");
        rename = tables.sql("UPDATE {script} SET name = ? WHERE owner = ? AND name = ?");
        delete = tables.sql("DELETE FROM {script} WHERE owner = ? AND name = ?");
        switchOff = tables.sql("UPDATE {script} SET active = NULL WHERE owner = ? AND active = 1");
        switchOn = tables.sql("UPDATE {script} SET active = 1, changed_at = ? WHERE owner = ? AND name = ?");
    }

    List<ScriptSummary> list(Connection connection, String owner) throws SQLException {
        List<ScriptSummary> found = new ArrayList<>();
        try (PreparedStatement query = query(connection, list, owner);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String name = new String(row.getBytes(1), StandardCharsets.UTF_8);
                found.add(new ScriptSummary(new ScriptName(name), row.getBoolean(2)));
            }
        }
        return found;
    }

    Optional<byte[]> content(Connection connection, String owner, String name) throws SQLException {
        try (PreparedStatement query = query(connection, content, owner, name);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
    }

    Optional<byte[]> activeContent(Connection connection, String owner) throws SQLException {
        try (PreparedStatement query = query(connection, activeContent, owner);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
    }

    /** Milliseconds since 1970. */
    Optional<Long> activeSince(Connection connection, String owner) throws SQLException {
        try (PreparedStatement query = query(connection, activeSince, owner);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }

    /** Whether a script is active; empty where there is none of that name. */
    Optional<Boolean> find(Connection connection, String owner, String name) throws SQLException {
        try (PreparedStatement query = query(connection, find, owner, name);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
        }
    }

    /** How many bytes an owner's other scripts have. */
    long used(Connection connection, String owner, String exceptName) throws SQLException {
        try (PreparedStatement query = query(connection, used, owner, exceptName);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    void put(Connection connection, String owner, String name, byte[] text) throws SQLException {
        try (PreparedStatement update = query(connection, put, owner, name)) {
            update.setLong(3, System.currentTimeMillis());
            update.setBytes(4, text);
            update.executeUpdate();
        }
    }

    void rename(Connection connection, String owner, String from, String to) throws SQLException {
        try (PreparedStatement update = query(connection, rename, to, owner, from)) {
            update.executeUpdate();
        }
    }

    void delete(Connection connection, String owner, String name) throws SQLException {
        try (PreparedStatement update = query(connection, delete, owner, name)) {
            update.executeUpdate();
        }
    }

    void switchOff(Connection connection, String owner) throws SQLException {
        try (PreparedStatement update = query(connection, switchOff, owner)) {
            update.executeUpdate();
        }
    }

    void switchOn(Connection connection, String owner, String name) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(switchOn)) {
            update.setLong(1, System.currentTimeMillis());
            update.setBytes(2, bytes(owner));
            update.setBytes(3, bytes(name));
            update.executeUpdate();
        }
    }

    private static PreparedStatement query(Connection connection, String sql, String... texts) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        for (int i = 0; i < texts.length; i++) {
            query.setBytes(i + 1, bytes(texts[i]));
        }
        return query;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

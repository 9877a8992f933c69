// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.sql.StoreTables;

/** Takes away what a deleted folder held, a chunk per transaction. */
final class FolderContents {

    private static final int CHUNK = 500;
    private static final int LOG_CHUNK = 5000;

    private final StoreTables tables;
    private final String lockMark;
    private final String messages;
    private final String removeMessages;
    private final String lower;
    private final String removeAnnotations;
    private final String removeKeywords;
    private final String removeLog;
    private final String removeMark;

    FolderContents(StoreTables tables) {
        this.tables = tables;
        lockMark = tables.sql("SELECT id FROM {folder} WHERE id = ? FOR UPDATE");
        messages = tables.sql("SELECT uid, content_id FROM {message} WHERE folder_id = ? ORDER BY uid LIMIT " + CHUNK
                + " FOR UPDATE");
        removeMessages = tables.sql("DELETE FROM {message} WHERE folder_id = ? AND uid <= ?");
        lower = tables.sql("UPDATE {content} SET refs = refs - ? WHERE id = ?");
        removeAnnotations = tables.sql("DELETE FROM {annotation} WHERE folder_id = ?");
        removeKeywords = tables.sql("DELETE FROM {keyword} WHERE folder_id = ?");
        removeLog = tables.sql("DELETE FROM {expunged} WHERE folder_id = ? LIMIT " + LOG_CHUNK);
        removeMark = tables.sql("DELETE FROM {folder} WHERE id = ?");
    }

    /**
     * Takes a chunk away, and the mark when nothing is left. The mark's lock makes several servers take turns.
     *
     * @return whether there may be more
     */
    boolean removeSome(Connection connection, long mark, FolderId folder) throws SQLException {
        if (!isThere(connection, mark)) {
            return false;
        }
        if (removeMessages(connection, folder) || update(connection, removeLog, folder.value()) > 0) {
            return true;
        }
        update(connection, removeAnnotations, folder.value());
        update(connection, removeKeywords, folder.value());
        update(connection, removeMark, mark);
        return false;
    }

    private boolean isThere(Connection connection, long mark) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lockMark)) {
            statement.setLong(1, mark);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private boolean removeMessages(Connection connection, FolderId folder) throws SQLException {
        Map<Long, Integer> released = new TreeMap<>();
        long last = 0;
        try (PreparedStatement statement = connection.prepareStatement(messages)) {
            statement.setLong(1, folder.value());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    last = row.getLong(1);
                    released.merge(row.getLong(2), 1, Integer::sum);
                }
            }
        }
        if (released.isEmpty()) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(removeMessages)) {
            statement.setLong(1, folder.value());
            statement.setLong(2, last);
            statement.executeUpdate();
        }
        release(connection, released);
        return true;
    }

    /** Lowers the counts of contents, under their locks in ascending order; what nobody refers to any more goes. */
    private void release(Connection connection, Map<Long, Integer> released) throws SQLException {
        List<Long> gone = new ArrayList<>();
        Map<Long, Integer> shared = new TreeMap<>();
        for (Map.Entry<Long, Long> content :
                references(connection, released.keySet()).entrySet()) {
            int count = released.getOrDefault(content.getKey(), 0);
            if (content.getValue() > count) {
                shared.put(content.getKey(), count);
            } else {
                gone.add(content.getKey());
            }
        }
        lower(connection, shared);
        if (!gone.isEmpty()) {
            remove(connection, "DELETE FROM {body} WHERE content_id IN ", gone);
            remove(connection, "DELETE FROM {content} WHERE id IN ", gone);
        }
    }

    private Map<Long, Long> references(Connection connection, Collection<Long> contents) throws SQLException {
        Map<Long, Long> references = new TreeMap<>();
        String sql = tables.sql(
                "SELECT id, refs FROM {content} WHERE id IN " + list(contents.size()) + " ORDER BY id FOR UPDATE");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, contents);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    references.put(row.getLong(1), row.getLong(2));
                }
            }
        }
        return references;
    }

    private void lower(Connection connection, Map<Long, Integer> shared) throws SQLException {
        if (shared.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(lower)) {
            for (Map.Entry<Long, Integer> content : shared.entrySet()) {
                statement.setInt(1, content.getValue());
                statement.setLong(2, content.getKey());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void remove(Connection connection, String sql, List<Long> contents) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(sql + list(contents.size())))) {
            bind(statement, contents);
            statement.executeUpdate();
        }
    }

    private static String list(int size) {
        return "(" + String.join(", ", Collections.nCopies(size, "?")) + ")";
    }

    private static void bind(PreparedStatement statement, Collection<Long> values) throws SQLException {
        int index = 1;
        for (long value : values) {
            statement.setLong(index++, value);
        }
    }

    private static int update(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            return statement.executeUpdate();
        }
    }
}

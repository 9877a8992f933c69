// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.message.FlagBits;
import org.posthorn.mailbox.sql.StoreTables;

/** The rows of messages; the caller holds the lock of the folder's row whenever something changes. */
final class MessageRows {

    /** The most messages that one transaction changes, or one answer lists. */
    static final int CHUNK = 500;

    private static final String SELECT =
            "SELECT " + MessageRow.COLUMNS + " FROM {message} m JOIN {folder} f ON f.id = m.folder_id";

    private final String batch;
    private final String among;
    private final String ofContents;
    private final String uids;
    private final String flagged;
    private final String recent;
    private final String oneUnseen;
    private final String insert;
    private final String update;
    private final String delete;
    private final String log;

    MessageRows(StoreTables tables) {
        batch = tables.sql(SELECT + " WHERE m.folder_id = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid LIMIT ?");
        among = tables.sql(SELECT + " WHERE m.folder_id = ? AND m.uid IN ");
        ofContents = tables.sql(SELECT + " WHERE f.owner <> '#deleted' AND m.content_id IN ");
        uids = tables.sql("SELECT uid FROM {message} WHERE folder_id = ? AND uid >= ? ORDER BY uid LIMIT ?");
        flagged = tables.sql("SELECT uid FROM {message} WHERE folder_id = ? AND flags IN ("
                + FlagBits.values(FlagBits.DELETED, true) + ") AND uid BETWEEN ? AND ? ORDER BY uid");
        recent = tables.sql(SELECT + " WHERE m.folder_id = ? AND m.flags IN (" + FlagBits.values(FlagBits.RECENT, true)
                + ") AND m.uid > ? ORDER BY m.uid");
        oneUnseen = tables.sql("(SELECT uid FROM {message} WHERE folder_id = ? AND flags = ? ORDER BY uid LIMIT 1)");
        insert = tables.sql("INSERT INTO {message} (folder_id, uid, content_id, modseq, flags, keywords,"
                + " internal_date, save_date, size, thread_id) VALUES ");
        update = tables.sql("UPDATE {message} SET flags = ?, keywords = ?, modseq = ? WHERE folder_id = ? AND uid IN ");
        delete = tables.sql("DELETE FROM {message} WHERE folder_id = ? AND uid IN ");
        log = tables.sql("INSERT INTO {expunged} (folder_id, modseq, uid, expunged_at) VALUES ");
    }

    /** The first {@code limit} messages of a range of UIDs, in their order. */
    List<MessageRow> batch(Connection connection, long folder, long from, long to, int limit) throws SQLException {
        return Sql.list(connection, batch, MessageRow::read, folder, from, to, limit);
    }

    List<MessageRow> among(Connection connection, long folder, Collection<Long> numbers) throws SQLException {
        return numbers.isEmpty()
                ? List.of()
                : Sql.list(connection, among + Sql.in(numbers) + " ORDER BY m.uid", MessageRow::read, folder);
    }

    /** The messages, in whatever folders, that have one of these contents. */
    List<MessageRow> ofContents(Connection connection, Collection<Long> contents) throws SQLException {
        return contents.isEmpty()
                ? List.of()
                : Sql.list(
                        connection,
                        ofContents + Sql.in(contents) + " ORDER BY m.content_id, m.folder_id, m.uid",
                        MessageRow::read);
    }

    List<Long> uids(Connection connection, long folder, long from, int limit) throws SQLException {
        return Sql.list(connection, uids, row -> row.getLong(1), folder, from, limit);
    }

    List<Long> deleted(Connection connection, long folder, long from, long to) throws SQLException {
        return Sql.list(connection, flagged, row -> row.getLong(1), folder, from, to);
    }

    List<MessageRow> recent(Connection connection, FolderRow folder) throws SQLException {
        return Sql.list(connection, recent, MessageRow::read, folder.id(), folder.recentAfter());
    }

    /** The first unseen message: the first of every value of the flags is found by the index, however many there are. */
    Optional<Long> firstUnseen(Connection connection, long folder) throws SQLException {
        List<String> values = List.of(FlagBits.values(FlagBits.SEEN, false).split(",", -1));
        String union = values.stream().map(value -> oneUnseen).collect(Collectors.joining(" UNION ALL "));
        Object[] parameters = values.stream()
                .flatMap(value -> List.of(folder, Integer.parseInt(value)).stream())
                .toArray();
        return Sql.list(connection, union, row -> row.getLong(1), parameters).stream()
                .min(Long::compare);
    }

    void insert(Connection connection, List<MessageRow> rows) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(rows.size() * 10);
        for (MessageRow row : rows) {
            values.add(row.folder());
            values.add(row.uid());
            values.add(row.content());
            values.add(row.modSeq());
            values.add(row.bits());
            values.add(row.keywordsOrNull());
            values.add(row.internalDate());
            values.add(row.saveDateOrNull());
            values.add(row.size());
            values.add(row.thread());
        }
        Sql.update(connection, insert + times("(?,?,?,?,?,?,?,?,?,?)", rows.size()), values.toArray());
    }

    /** Writes flags, with one statement for all messages that have the same ones. */
    void updateFlags(Connection connection, long folder, long modSeq, List<MessageRow> changed) throws SQLException {
        Map<Value, List<Long>> byFlags = new LinkedHashMap<>();
        for (MessageRow row : changed) {
            byFlags.computeIfAbsent(new Value(row.bits(), row.keywords()), any -> new ArrayList<>())
                    .add(row.uid());
        }
        for (Map.Entry<Value, List<Long>> each : byFlags.entrySet()) {
            Sql.update(
                    connection,
                    update + Sql.in(each.getValue()),
                    each.getKey().bits(),
                    each.getKey().keywords().orElse(null),
                    modSeq,
                    folder);
        }
    }

    /** Takes messages out of their folder and writes it to the log of expunges. Their contents are left to the caller. */
    void remove(Connection connection, long folder, long modSeq, List<MessageRow> rows, long now) throws SQLException {
        Sql.update(
                connection, delete + Sql.in(rows.stream().map(MessageRow::uid).toList()), folder);
        Object[] values = rows.stream()
                .flatMap(row -> List.of(folder, modSeq, row.uid(), now).stream())
                .toArray();
        Sql.update(connection, log + times("(?,?,?,?)", rows.size()), values);
    }

    private static String times(String text, int count) {
        return IntStream.range(0, count).mapToObj(i -> text).collect(Collectors.joining(","));
    }

    private record Value(int bits, Optional<String> keywords) {}
}

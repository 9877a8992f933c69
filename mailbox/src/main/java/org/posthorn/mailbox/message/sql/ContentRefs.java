// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.posthorn.mailbox.sql.StoreTables;

/** How many messages share a content. It goes with the last of them; the lock of its row decides who that is. */
final class ContentRefs {

    private final String retain;
    private final String existing;
    private final String release;
    private final String unused;
    private final String deleteBody;
    private final String deleteContent;

    ContentRefs(StoreTables tables) {
        retain = tables.sql("UPDATE {content} SET refs = refs + ? WHERE refs > 0 AND id IN ");
        existing = tables.sql("SELECT id FROM {content} WHERE refs > 0 AND id IN ");
        release = tables.sql("UPDATE {content} SET refs = IF(refs > ?, refs - ?, 0) WHERE id IN ");
        unused = tables.sql("SELECT id FROM {content} WHERE refs = 0 AND id IN ");
        deleteBody = tables.sql("DELETE FROM {body} WHERE content_id IN ");
        deleteContent = tables.sql("DELETE FROM {content} WHERE id IN ");
    }

    /** Counts one more message for each content; gives those contents that had gone before, for which nothing was counted. */
    Set<Long> retain(Connection connection, Collection<Long> contents) throws SQLException {
        Set<Long> gone = Set.copyOf(contents);
        int found = 0;
        for (Map.Entry<Long, List<Long>> each : byCount(contents).entrySet()) {
            found += Sql.update(connection, retain + Sql.in(each.getValue()), each.getKey());
        }
        if (found == gone.size()) {
            return Set.of();
        }
        Set<Long> there = Set.copyOf(Sql.list(connection, existing + Sql.in(gone), row -> row.getLong(1)));
        return gone.stream().filter(id -> !there.contains(id)).collect(Collectors.toSet());
    }

    /** Counts one message less for each content, and removes those that none is left of. */
    void release(Connection connection, Collection<Long> contents) throws SQLException {
        for (Map.Entry<Long, List<Long>> each : byCount(contents).entrySet()) {
            Sql.update(connection, release + Sql.in(each.getValue()), each.getKey(), each.getKey());
        }
        List<Long> free = Sql.list(connection, unused + Sql.in(Set.copyOf(contents)), row -> row.getLong(1));
        if (!free.isEmpty()) {
            Sql.update(connection, deleteBody + Sql.in(free));
            Sql.update(connection, deleteContent + Sql.in(free));
        }
    }

    private static Map<Long, List<Long>> byCount(Collection<Long> contents) {
        Map<Long, Long> counts =
                contents.stream().collect(Collectors.groupingBy(id -> id, TreeMap::new, Collectors.counting()));
        Map<Long, List<Long>> contentsByCount = new TreeMap<>();
        counts.forEach((id, count) ->
                contentsByCount.computeIfAbsent(count, any -> new ArrayList<>()).add(id));
        return contentsByCount;
    }
}

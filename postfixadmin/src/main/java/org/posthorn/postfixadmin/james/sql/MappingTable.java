// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import org.apache.james.rrt.lib.Mapping;
import org.jdbi.v3.core.Handle;

/**
 * The statements on our own table of mappings. A row is either a whole mapping, of a kind that PostfixAdmin has not, or
 * notes the type of a target in the table {@code alias}.
 *
 * @param table the table, with its schema
 */
record MappingTable(String table) {

    private static final int LONGEST_SOURCE = 255;
    private static final int LONGEST_TARGET = 10_000;

    /**
     * A row.
     *
     * @param source an address, {@code @domain}, or {@code *} for all
     * @param mapping its type and its target
     * @param inAlias whether it only notes a type
     */
    record Row(String source, Mapping mapping, boolean inAlias) {}

    List<Row> of(Handle handle, String source) {
        return rows(handle, "source = ?", source);
    }

    List<Row> ofType(Handle handle, Mapping.Type type) {
        return rows(handle, "type = ?", type.name());
    }

    List<Row> to(Handle handle, Mapping mapping) {
        return rows(
                handle,
                "target_hash = ? AND type = ?",
                hash(mapping),
                mapping.getType().name());
    }

    List<Row> all(Handle handle) {
        return rows(handle, "TRUE");
    }

    void add(Handle handle, String source, Mapping mapping) {
        String target = mapping.getMappingValue();
        if (source.length() > LONGEST_SOURCE || Names.hasControls(source)) {
            throw new RefusedException("no source of a mapping: '" + source + "'");
        }
        if (target.isBlank() || target.length() > LONGEST_TARGET || Names.hasControls(target)) {
            throw new RefusedException("no target of a mapping: '" + target + "'");
        }
        insert(handle, source, mapping, false);
    }

    void remove(Handle handle, String source, Mapping mapping) {
        handle.execute(
                "DELETE FROM " + table + " WHERE source = ? AND type = ? AND target_hash = ? AND NOT in_alias",
                source,
                mapping.getType().name(),
                hash(mapping));
    }

    /** Replaces the types noted for an address. */
    void note(Handle handle, String source, Collection<Mapping> notes) {
        handle.execute("DELETE FROM " + table + " WHERE source = ? AND in_alias", source);
        notes.forEach(note -> insert(handle, source, note, true));
    }

    private void insert(Handle handle, String source, Mapping mapping, boolean inAlias) {
        handle.execute(
                "INSERT INTO " + table + " (source, type, target_hash, target, in_alias) VALUES (?, ?, ?, ?, ?)"
                        + " ON DUPLICATE KEY UPDATE in_alias = ?",
                source,
                mapping.getType().name(),
                hash(mapping),
                mapping.getMappingValue(),
                inAlias,
                inAlias);
    }

    private List<Row> rows(Handle handle, String condition, Object... values) {
        return handle.select("SELECT source, type, target, in_alias FROM " + table + " WHERE " + condition, values)
                .map((row, context) -> new Row(
                        row.getString("source"),
                        Mapping.of(Mapping.Type.valueOf(row.getString("type")), row.getString("target")),
                        row.getBoolean("in_alias")))
                .list();
    }

    private static byte[] hash(Mapping mapping) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(mapping.getMappingValue().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.rrt.lib.Mapping;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The statements on the table {@code alias}. */
final class AliasTable {

    private static final String ESCAPE = "!";
    private static final int LONGEST_GOTO = 65_535;
    private static final String SELECT = "SELECT LOWER(a.address) AS address, a.`goto`, a.active,"
            + " m.username IS NOT NULL AS mailbox FROM alias a LEFT JOIN mailbox m ON m.username = a.address WHERE ";
    private static final String MAILBOX_EXISTS = "SELECT COUNT(*) FROM mailbox WHERE username = ?";
    private static final String COUNT_IN_DOMAIN = "SELECT (SELECT COUNT(*) FROM alias WHERE domain = :domain)"
            + " - (SELECT COUNT(*) FROM mailbox WHERE domain = :domain)";
    private static final String INSERT = "INSERT INTO alias (address, `goto`, domain, created, modified, active)"
            + " VALUES (?, ?, ?, NOW(), NOW(), 1)";
    private static final String UPDATE = "UPDATE alias SET `goto` = ?, modified = NOW() WHERE address = ?";
    private static final String DELETE = "DELETE FROM alias WHERE address = ?";

    private static final RowMapper<Row> ROW = (row, context) -> {
        String address = row.getString("address").toLowerCase(Locale.ROOT);
        Targets targets = Targets.parse(address, row.getString("goto"));
        return new Row(address, targets, row.getBoolean("active"), row.getBoolean("mailbox"));
    };

    private AliasTable() {}

    /**
     * A row of the table.
     *
     * @param address in lower case
     * @param targets where it leads
     * @param active whether it is switched on
     * @param mailbox whether it is the row of a mailbox
     */
    record Row(String address, Targets targets, boolean active, boolean mailbox) {

        AliasEntry withNotes(Stream<Mapping> notes) {
            return new AliasEntry(address, mailbox, targets, notes.collect(Collectors.toUnmodifiableSet()));
        }
    }

    static Optional<Row> find(Handle handle, String address) {
        return find(handle, address, "");
    }

    static Optional<Row> lock(Handle handle, String address) {
        return find(handle, address, " FOR UPDATE");
    }

    private static Optional<Row> find(Handle handle, String address, String lock) {
        return Names.isPlain(address)
                ? handle.select(SELECT + "a.address = ?" + lock, address)
                        .map(ROW)
                        .findOne()
                : Optional.empty();
    }

    /** The rows of active addresses that lead elsewhere than to themselves alone, and those of the addresses named. */
    static List<Row> leadingElsewhere(Handle handle, Set<String> alsoThese) {
        List<Row> rows = handle.select(SELECT + "a.active = 1 AND a.`goto` <> a.address")
                .map(ROW)
                .collect(Collectors.toList());
        Set<String> found = rows.stream().map(Row::address).collect(Collectors.toCollection(HashSet::new));
        alsoThese.stream()
                .filter(address -> !found.contains(address))
                .flatMap(address -> find(handle, address).filter(Row::active).stream())
                .forEach(rows::add);
        return rows;
    }

    /** The rows of active addresses whose list has the text somewhere in it. */
    static List<Row> mentioning(Handle handle, String text) {
        if (!Names.isPlain(text)) {
            return List.of();
        }
        String pattern =
                text.replace(ESCAPE, ESCAPE + ESCAPE).replace("%", ESCAPE + "%").replace("_", ESCAPE + "_");
        return handle.select(SELECT + "a.active = 1 AND a.`goto` LIKE ? ESCAPE '" + ESCAPE + "'", "%" + pattern + "%")
                .map(ROW)
                .list();
    }

    static boolean isMailbox(Handle handle, String address) {
        return Names.isPlain(address)
                && handle.select(MAILBOX_EXISTS, address).mapTo(Integer.class).one() > 0;
    }

    /** How many aliases the domain has, those of its mailboxes not counted. */
    static long count(Handle handle, String domain) {
        return handle.createQuery(COUNT_IN_DOMAIN)
                .bind("domain", domain)
                .mapTo(Long.class)
                .one();
    }

    static void insert(Handle handle, AliasEntry entry) {
        handle.execute(INSERT, entry.address(), text(entry), Names.domain(entry.address()));
    }

    static void update(Handle handle, AliasEntry entry) {
        handle.execute(UPDATE, text(entry), entry.address());
    }

    static void delete(Handle handle, String address) {
        handle.execute(DELETE, address);
    }

    private static String text(AliasEntry entry) {
        String text = entry.targets().text();
        if (text.length() > LONGEST_GOTO) {
            throw new RefusedException(entry.address() + " has no room for more targets");
        }
        return text;
    }
}

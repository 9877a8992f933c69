// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import java.util.Collections;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.postfixadmin.sql.Schema;

/**
 * The statements on a table of usages, for a schema as it is now.
 *
 * <p>Limits are scalar subqueries and not joins: a single-table UPDATE reads them without a lock under READ COMMITTED, so
 * that a delivery never waits for the panel, nor the panel for a delivery.
 */
final class UsageSql {

    /** What LAST_INSERT_ID carries is never 0, which would mean that nobody set it. */
    static final int MARK = 1_000_000;

    private static final String OUR_LIMIT =
            """
            (SELECT CASE WHEN q.%1$s < 0 THEN 9223372036854775807 ELSE q.%1$s END FROM {quota} q
              WHERE q.%1$s IS NOT NULL AND ((q.scope = 'user' AND q.name = %2$s) OR (q.scope = 'domain' AND q.name = %3$s)
                 OR (q.scope = 'global' AND q.name = '')) ORDER BY FIELD(q.scope, 'user', 'domain', 'global') LIMIT 1)""";

    /** The names in a row of the panel's as our own tables have them. */
    private static final String USER = "LOWER(CONVERT(b.username USING utf8mb4)) COLLATE utf8mb4_bin";

    private static final String DOMAIN = "SUBSTRING_INDEX(" + USER + ", '@', -1)";

    private final Schema schema;
    private final boolean panels;
    private final boolean guarded;
    private final String add;
    private final String addUnchecked;
    private final String subtract;
    private final String insert;
    private final String figures;
    private final String many;
    private final String manyName;
    private final String delete;
    private final String set;
    private final String lock;
    private final String exists;
    private final String forgetOurs;

    UsageSql(Schema schema, StoreTables tables, boolean isPanels, String condition) {
        this.schema = schema;
        this.panels = isPanels;
        this.guarded = !condition.isEmpty();
        String table = isPanels ? "quota2" : "{usage}";
        String name = isPanels ? schema.comparable("?", "quota2", "username") : "?";
        String limits = "(SELECT COALESCE((SELECT GREATEST(0, b.quota) FROM mailbox b WHERE b.username = "
                + schema.comparable("?", "mailbox", "username") + " AND b.quota <> 0), "
                + ours("storage", "?", "?") + ", 9223372036854775807) AS storage, COALESCE("
                + ours("messages", "?", "?")
                + ", 9223372036854775807) AS messages) l";
        String where = " WHERE u.username = " + name + condition;
        String change = "UPDATE " + table + " u SET u.bytes = u.bytes + ?, u.messages = u.messages + ?" + where;
        String check = " AND (SELECT CASE WHEN u.bytes + ? <= l.storage AND u.messages + ? <= l.messages"
                + " THEN LAST_INSERT_ID(" + MARK + " + 1000 * " + percent("u.bytes") + " + " + percent("(u.bytes + ?)")
                + ") ELSE 0 END FROM " + limits + ") > 0";
        this.add = tables.sql(change + check);
        this.addUnchecked = tables.sql(change);
        this.subtract = tables.sql("UPDATE " + table + " u SET u.bytes = GREATEST(0, CAST(u.bytes AS SIGNED) - ?),"
                + " u.messages = GREATEST(0, CAST(u.messages AS SIGNED) - ?)" + where);
        this.insert = tables.sql(
                "INSERT INTO " + table + " (username) VALUES (?) ON DUPLICATE KEY UPDATE username = username");
        this.figures = tables.sql("SELECT COALESCE(u.bytes, 0), COALESCE(u.messages, 0), l.storage, l.messages FROM "
                + limits + " LEFT JOIN " + table + " u ON u.username = " + name);
        this.many = tables.sql("SELECT b.username, COALESCE(u.bytes, 0), COALESCE(u.messages, 0),"
                + " COALESCE(CASE WHEN b.quota <> 0 THEN GREATEST(0, b.quota) END, " + ours("storage", USER, DOMAIN)
                + ", 9223372036854775807), COALESCE(" + ours("messages", USER, DOMAIN)
                + ", 9223372036854775807) FROM mailbox b LEFT JOIN " + table + " u ON u.username = "
                + (isPanels ? "b.username" : USER) + " WHERE b.username IN (");
        this.manyName = schema.comparable("?", "mailbox", "username");
        this.delete = tables.sql("DELETE u FROM " + table + " u" + where);
        this.set = tables.sql("UPDATE " + table + " u SET u.bytes = ?, u.messages = ?" + where);
        this.lock = tables.sql("SELECT u.bytes, u.messages FROM " + table + " u" + where + " FOR UPDATE");
        this.forgetOurs = tables.sql("DELETE FROM {usage} WHERE username = ?");
        this.exists = "SELECT 1 FROM mailbox b WHERE b.username = " + schema.comparable("?", "mailbox", "username");
    }

    private static String ours(String column, String user, String domain) {
        return OUR_LIMIT.replace("%1$s", column).replace("%2$s", user).replace("%3$s", domain);
    }

    private static String percent(String bytes) {
        return "COALESCE(LEAST(999, FLOOR(" + bytes + " * 100 / NULLIF(l.storage, 0))), 0)";
    }

    boolean isFor(Schema other) {
        return schema == other;
    }

    /** Whether finding no row may mean that the table is not used any more. */
    boolean isGuarded() {
        return guarded;
    }

    /** Parameters: bytes, messages, name, bytes, messages, bytes; name; name, domain; name, domain. */
    String add() {
        return add;
    }

    /** Parameters: bytes, messages, name. */
    String addUnchecked() {
        return addUnchecked;
    }

    /** Parameters: bytes, messages, name. */
    String subtract() {
        return subtract;
    }

    /** A row of zeros; parameter: name. */
    String insert() {
        return insert;
    }

    /** Bytes, messages, limit of bytes, limit of messages; parameters: name; name, domain; name, domain; name. */
    String figures() {
        return figures;
    }

    /** Name, bytes, messages, limit of bytes, limit of messages of the panel's mailboxes; parameters: their names. */
    String many(int names) {
        return many + String.join(", ", Collections.nCopies(names, manyName)) + ")";
    }

    /** Parameter: name. */
    String delete() {
        return delete;
    }

    /** Parameters: bytes, messages, name. */
    String set() {
        return set;
    }

    /** Bytes and messages, locked; parameter: name. */
    String lock() {
        return lock;
    }

    /** Removes what is in our own table; parameter: name. */
    String forgetOurs() {
        return forgetOurs;
    }

    /** A row if the panel has the user; parameter: name. */
    String exists() {
        return exists;
    }

    /** Whether the table is the panel's. */
    boolean isPanels() {
        return panels;
    }
}

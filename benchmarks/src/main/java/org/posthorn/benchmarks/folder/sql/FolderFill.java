// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.folder.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.inject.Inject;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.quota.sql.Recount;
import org.posthorn.mailbox.sql.StoreDatabase;

/**
 * Fills a folder with copies of the messages that were delivered into it: each with a content, a delivery key and a thread of
 * its own, as if it had been delivered too, but by a statement for every table and ten thousand messages.
 */
public final class FolderFill {

    /** Messages that one transaction makes. */
    private static final int CHUNK = 10_000;

    private static final int SEEN_AND_RECENT = 16 | 32;
    private static final int RECENT = 32;

    private static final String[] TABLES = {"content", "message", "thread", "expunged", "folder"};

    private static final String CONTENT_COLUMNS =
            "size, header_size, body_lines, sent_at, sent_day, subject, base_subject,"
                    + " from_text, to_text, cc_text, bcc_text, from_mailbox, to_mailbox, cc_mailbox, structure, header";

    private final StoreDatabase database;
    private final Recount recount;

    @Inject
    FolderFill(StoreDatabase database, Recount recount) {
        this.database = database;
        this.recount = recount;
    }

    /** Makes users in PostfixAdmin's tables, in a domain of their own. */
    public void users(String domain, Iterable<String> names) throws MailboxException {
        database.write(connection -> {
            update(
                    connection,
                    "INSERT IGNORE INTO domain (domain, description, transport) VALUES ('" + domain
                            + "', '', 'virtual')");
            for (String name : names) {
                update(
                        connection,
                        "INSERT IGNORE INTO mailbox (username, password, name, maildir, local_part, domain) VALUES ('"
                                + name + "@" + domain + "', '', '', '', '" + name + "', '" + domain + "')");
            }
            return true;
        });
    }

    /** How many messages a folder has. */
    public long messages(long folder) throws MailboxException {
        return database.read(connection -> number(connection, "SELECT messages FROM {folder} WHERE id = " + folder));
    }

    /**
     * Makes a folder that holds a few messages one of {@code messages} messages. All are seen but the last {@code unseen}; none is
     * recent.
     */
    public void fill(String owner, long folder, int messages, int unseen) throws MailboxException {
        int have = Math.toIntExact(messages(folder));
        prepare(folder);
        for (int from = have; from < messages; from += CHUNK) {
            chunk(folder, have, from + 1, Math.min(CHUNK, messages - from));
        }
        database.write(connection -> {
            update(
                    connection,
                    "UPDATE {message} SET flags = " + SEEN_AND_RECENT + " WHERE folder_id = " + folder + " AND uid <= "
                            + have);
            update(
                    connection,
                    "UPDATE {message} SET flags = " + RECENT + " WHERE folder_id = " + folder + " AND uid > "
                            + (messages - unseen));
            return update(
                    connection,
                    "UPDATE {folder} SET last_uid = " + messages + ", highest_modseq = " + (messages + 1)
                            + ", recent_after = last_uid WHERE id = " + folder);
        });
        recount.one(owner);
    }

    /** Lets the database look at how its rows are spread, as it does by itself after a while, and drops the helping tables. */
    public void done() throws MailboxException {
        database.write(connection -> {
            for (String table : TABLES) {
                execute(connection, "ANALYZE TABLE {" + table + "}");
            }
            execute(connection, "DROP TABLE IF EXISTS {bench_number}, {bench_source}");
            return true;
        });
    }

    private void prepare(long folder) throws MailboxException {
        database.write(connection -> {
            execute(connection, "DROP TABLE IF EXISTS {bench_number}, {bench_source}");
            execute(connection, "CREATE TABLE {bench_number} (n INT PRIMARY KEY) ENGINE=InnoDB");
            execute(
                    connection,
                    "CREATE TABLE {bench_source} (n INT PRIMARY KEY, content BIGINT UNSIGNED) ENGINE=InnoDB");
            update(connection, "INSERT INTO {bench_number} VALUES (0)");
            for (int count = 1; count < CHUNK; count *= 2) {
                update(
                        connection,
                        "INSERT INTO {bench_number} SELECT n + " + count + " FROM {bench_number} WHERE n + " + count
                                + " < " + CHUNK);
            }
            return update(
                    connection,
                    "INSERT INTO {bench_source} SELECT uid - 1, content_id FROM {message}" + " WHERE folder_id = "
                            + folder);
        });
    }

    private void chunk(long folder, int sources, int uid, int count) throws MailboxException {
        database.write(connection -> {
            update(connection, "UPDATE {state} SET number = number + " + count + " WHERE name = 'content-id'");
            long id = number(connection, "SELECT number FROM {state} WHERE name = 'content-id'") - count + 1;
            String rows = " FROM {bench_number} n STRAIGHT_JOIN {bench_source} s ON s.n = n.n MOD " + sources
                    + " STRAIGHT_JOIN {content} c ON c.id = s.content WHERE n.n < " + count + " ORDER BY n.n";
            update(
                    connection,
                    "INSERT INTO {content} (id, thread_id, refs, delivery, " + CONTENT_COLUMNS + ") SELECT " + id
                            + " + n.n, " + id + " + n.n, 1, " + hash("delivery", id) + ", " + CONTENT_COLUMNS + rows);
            update(
                    connection,
                    "INSERT INTO {message} (folder_id, uid, content_id, modseq, flags, keywords, internal_date,"
                            + " save_date, size, thread_id) SELECT " + folder + ", " + uid + " + n.n, " + id
                            + " + n.n, " + uid
                            + " + n.n + 1, " + SEEN_AND_RECENT
                            + ", NULL, c.sent_at + 1000 * n.n, c.sent_at + 1000 * n.n, c.size, "
                            + id + " + n.n" + rows);
            return update(
                    connection,
                    "INSERT INTO {thread} (id_hash, thread_id) SELECT " + hash("thread", id) + ", " + id
                            + " + n.n FROM {bench_number} n WHERE n.n < " + count);
        });
    }

    private static String hash(String what, long id) {
        return "UNHEX(MD5(CONCAT('" + what + "', " + id + " + n.n)))";
    }

    private int update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(database.tables().sql(sql))) {
            return statement.executeUpdate();
        }
    }

    private void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(database.tables().sql(sql));
        }
    }

    private long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(database.tables().sql(sql))) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.bodies.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables a variant is tried on, as near to the store's as a delivery touches them. */
final class StoreTables {
    static final int FOLDERS = 10;
    private static final String[] NAMES = {"content", "body", "folder", "message", "usage"};

    private StoreTables() {}

    static void create(Connection connection, Variant variant) throws SQLException {
        drop(connection, variant);
        execute(
                connection,
                "CREATE TABLE " + variant.table("content") + " (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,"
                        + " thread_id BIGINT UNSIGNED NOT NULL, refs INT UNSIGNED NOT NULL, size BIGINT UNSIGNED NOT NULL,"
                        + " header_size BIGINT UNSIGNED NOT NULL, delivery BINARY(16) NULL UNIQUE, subject TEXT NOT NULL,"
                        + " from_text TEXT NOT NULL, to_text TEXT NOT NULL, structure MEDIUMBLOB NOT NULL,"
                        + " header LONGBLOB NOT NULL, file VARCHAR(32) CHARACTER SET ascii NULL) ENGINE=InnoDB",
                "CREATE TABLE " + variant.table("body")
                        + " (content_id BIGINT UNSIGNED NOT NULL, part INT UNSIGNED NOT NULL,"
                        + " data MEDIUMBLOB NOT NULL, PRIMARY KEY (content_id, part)) ENGINE=InnoDB ROW_FORMAT="
                        + variant.rowFormat(),
                "CREATE TABLE " + variant.table("folder") + " (id BIGINT UNSIGNED PRIMARY KEY,"
                        + " last_uid BIGINT UNSIGNED NOT NULL DEFAULT 0, highest_modseq BIGINT UNSIGNED NOT NULL DEFAULT 0,"
                        + " messages BIGINT UNSIGNED NOT NULL DEFAULT 0, unseen BIGINT UNSIGNED NOT NULL DEFAULT 0,"
                        + " bytes BIGINT UNSIGNED NOT NULL DEFAULT 0) ENGINE=InnoDB",
                "CREATE TABLE " + variant.table("message") + " (folder_id BIGINT UNSIGNED, uid BIGINT UNSIGNED,"
                        + " content_id BIGINT UNSIGNED NOT NULL, modseq BIGINT UNSIGNED NOT NULL, flags SMALLINT UNSIGNED NOT NULL,"
                        + " internal_date BIGINT NOT NULL, size BIGINT UNSIGNED NOT NULL, PRIMARY KEY (folder_id, uid),"
                        + " KEY by_content (content_id), KEY by_flags (folder_id, flags), KEY by_modseq (folder_id, modseq))"
                        + " ENGINE=InnoDB",
                "CREATE TABLE " + variant.table("usage") + " (username VARCHAR(255) PRIMARY KEY,"
                        + " bytes BIGINT NOT NULL DEFAULT 0, messages INT NOT NULL DEFAULT 0) ENGINE=InnoDB");
        for (int folder = 0; folder < FOLDERS; folder++) {
            execute(
                    connection,
                    "INSERT INTO " + variant.table("folder") + " (id) VALUES (" + folder + ")",
                    "INSERT INTO " + variant.table("usage") + " (username) VALUES ('user" + folder + "')");
        }
    }

    static void drop(Connection connection, Variant variant) throws SQLException {
        for (String name : NAMES) {
            execute(connection, "DROP TABLE IF EXISTS " + variant.table(name));
        }
    }

    /** Writes what is still only in the buffer pool, after the rows of ended transactions are purged. */
    static void settle(Connection connection) throws SQLException, InterruptedException {
        execute(
                connection,
                "SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0",
                "SET GLOBAL innodb_max_dirty_pages_pct = 0");
        long capacity = number(connection, "SELECT @@GLOBAL.innodb_io_capacity");
        execute(connection, "SET GLOBAL innodb_io_capacity = 10000");
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (dirty(connection) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        execute(
                connection,
                "SET GLOBAL innodb_max_dirty_pages_pct = 90",
                "SET GLOBAL innodb_io_capacity = " + capacity);
    }

    private static boolean dirty(Connection connection) throws SQLException {
        return status(connection, "Innodb_buffer_pool_pages_dirty") > 20
                || status(connection, "Innodb_history_list_length") > 50;
    }

    static long status(Connection connection, String name) throws SQLException {
        return number(
                connection,
                "SELECT CAST(variable_value AS UNSIGNED) FROM information_schema.global_status WHERE variable_name = '"
                        + name + "'");
    }

    /** Bytes that the files of a variant's tables take on disk. */
    static long allocated(Connection connection, Variant variant) throws SQLException {
        long all = 0;
        for (String name : NAMES) {
            all += number(
                    connection,
                    "SELECT allocated_size FROM information_schema.innodb_sys_tablespaces WHERE name = CONCAT(DATABASE(), '/"
                            + variant.table(name) + "')");
        }
        return all;
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.postfixadmin.james.sql.OwnTables;

/**
 * The store's tables, in the schema of our own beside PostfixAdmin's. Making them is safe to repeat, and safe in several
 * processes at once.
 *
 * <p>A folder's row is what everything in it is serialised by: UIDs, MODSEQs and counters change only under its lock. The
 * rows of messages are narrow, because listing flags reads them all; what a message consists of lies in its content,
 * which copies share, and its bytes behind the header in the parts of its body. A user's Sieve scripts change under the lock
 * of his row among their owners; which one is active is 1 or NULL, so that a key keeps it to one.
 */
@Singleton
public final class StoreSchema {

    private static final String OPTIONS = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";

    private static final List<String> TABLES = List.of(
            """
            {state} (
              name VARCHAR(64) NOT NULL PRIMARY KEY,
              number BIGINT NOT NULL DEFAULT 0
            )""",
            """
            {folder} (
              id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
              owner VARBINARY(320) NOT NULL,
              namespace VARBINARY(64) NOT NULL,
              name VARBINARY(1024) NOT NULL,
              uid_validity INT UNSIGNED NOT NULL,
              last_uid BIGINT UNSIGNED NOT NULL DEFAULT 0,
              highest_modseq BIGINT UNSIGNED NOT NULL DEFAULT 1,
              messages BIGINT UNSIGNED NOT NULL DEFAULT 0,
              unseen BIGINT UNSIGNED NOT NULL DEFAULT 0,
              bytes BIGINT UNSIGNED NOT NULL DEFAULT 0,
              recent_after BIGINT UNSIGNED NOT NULL DEFAULT 0,
              acl MEDIUMTEXT NULL,
              UNIQUE KEY path (owner, namespace, name),
              KEY by_acl (acl(1))
            )""",
            """
            {message} (
              folder_id BIGINT UNSIGNED NOT NULL,
              uid BIGINT UNSIGNED NOT NULL,
              content_id BIGINT UNSIGNED NOT NULL,
              modseq BIGINT UNSIGNED NOT NULL,
              flags SMALLINT UNSIGNED NOT NULL,
              keywords TEXT NULL,
              internal_date BIGINT NOT NULL,
              save_date BIGINT NULL,
              size BIGINT UNSIGNED NOT NULL,
              thread_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
              PRIMARY KEY (folder_id, uid),
              KEY by_content (content_id),
              KEY by_flags (folder_id, flags),
              KEY by_modseq (folder_id, modseq)
            )""",
            """
            {keyword} (
              folder_id BIGINT UNSIGNED NOT NULL,
              name VARCHAR(255) NOT NULL,
              PRIMARY KEY (folder_id, name)
            )""",
            """
            {content} (
              id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
              thread_id BIGINT UNSIGNED NOT NULL,
              refs INT UNSIGNED NOT NULL,
              size BIGINT UNSIGNED NOT NULL,
              header_size BIGINT UNSIGNED NOT NULL,
              body_lines BIGINT NULL,
              delivery BINARY(16) NULL,
              sent_at BIGINT NULL,
              sent_day DATE NULL,
              subject TEXT COLLATE utf8mb4_general_ci NULL,
              base_subject TEXT COLLATE utf8mb4_general_ci NULL,
              from_text TEXT COLLATE utf8mb4_general_ci NULL,
              to_text TEXT COLLATE utf8mb4_general_ci NULL,
              cc_text TEXT COLLATE utf8mb4_general_ci NULL,
              bcc_text TEXT COLLATE utf8mb4_general_ci NULL,
              from_mailbox VARCHAR(255) COLLATE utf8mb4_general_ci NULL,
              to_mailbox VARCHAR(255) COLLATE utf8mb4_general_ci NULL,
              cc_mailbox VARCHAR(255) COLLATE utf8mb4_general_ci NULL,
              structure MEDIUMBLOB NOT NULL,
              header MEDIUMBLOB NOT NULL,
              UNIQUE KEY delivery (delivery),
              KEY by_thread (thread_id)
            )""",
            """
            {body} (
              content_id BIGINT UNSIGNED NOT NULL,
              part INT UNSIGNED NOT NULL,
              data MEDIUMBLOB NOT NULL,
              PRIMARY KEY (content_id, part)
            )""",
            """
            {expunged} (
              folder_id BIGINT UNSIGNED NOT NULL,
              modseq BIGINT UNSIGNED NOT NULL,
              uid BIGINT UNSIGNED NOT NULL,
              expunged_at BIGINT NOT NULL,
              PRIMARY KEY (folder_id, modseq, uid),
              KEY by_time (expunged_at)
            )""",
            """
            {thread} (
              id_hash BINARY(16) NOT NULL PRIMARY KEY,
              thread_id BIGINT UNSIGNED NOT NULL
            )""",
            """
            {annotation} (
              folder_id BIGINT UNSIGNED NOT NULL,
              name VARCHAR(255) NOT NULL,
              value MEDIUMTEXT NOT NULL,
              PRIMARY KEY (folder_id, name)
            )""",
            """
            {subscription} (
              owner VARBINARY(320) NOT NULL,
              name VARBINARY(1400) NOT NULL,
              PRIMARY KEY (owner, name)
            )""",
            """
            {account} (
              owner VARBINARY(320) NOT NULL PRIMARY KEY,
              created DATETIME NOT NULL
            )""",
            """
            {orphan} (
              id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
              owner VARBINARY(320) NOT NULL,
              created DATETIME NULL,
              detached_at BIGINT NOT NULL,
              KEY by_owner (owner)
            )""",
            """
            {script} (
              owner VARBINARY(320) NOT NULL,
              name VARBINARY(2048) NOT NULL,
              active TINYINT NULL,
              changed_at BIGINT NOT NULL,
              content MEDIUMBLOB NOT NULL,
              PRIMARY KEY (owner, name),
              UNIQUE KEY active (owner, active)
            )""",
            """
            {script_owner} (
              owner VARBINARY(320) NOT NULL PRIMARY KEY,
              quota BIGINT NULL
            )""",
            """
            {usage} (
              username VARCHAR(255) NOT NULL PRIMARY KEY,
              bytes BIGINT NOT NULL DEFAULT 0,
              messages BIGINT NOT NULL DEFAULT 0
            )""");

    private final OwnTables ownTables;
    private final StoreDatabase database;

    @Inject
    public StoreSchema(OwnTables ownTables, StoreDatabase database) {
        this.ownTables = ownTables;
        this.database = database;
    }

    /**
     * Makes what is missing.
     *
     * @throws IllegalStateException if the schema is missing and may not be made; the message says what to do
     */
    public void create() throws MailboxException {
        ownTables.create();
        database.write(connection -> {
            for (String table : TABLES) {
                execute(
                        connection,
                        "CREATE TABLE IF NOT EXISTS " + database.tables().sql(table) + OPTIONS);
            }
            execute(connection, database.tables().sql("INSERT IGNORE INTO {state} (name) VALUES ('content-id')"));
            return true;
        });
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}

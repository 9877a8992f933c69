// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.sql.Database;

/**
 * The tables for what PostfixAdmin's database has no room for: mappings and limits that its panel does not know.
 *
 * <p>They are in a schema of our own beside PostfixAdmin's, made at the first use, which is safe to repeat and safe in
 * several processes at once. PostfixAdmin's own tables are never altered.
 */
@Singleton
public final class OwnTables {

    private static final String TABLE_OPTIONS = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    private static final int ACCESS_DENIED_TO_SCHEMA = 1044;

    private final Transactions transactions;
    private final String schema;
    private volatile boolean made;

    @Inject
    public OwnTables(Database database, PanelSettings settings) {
        this.transactions = new Transactions(database);
        this.schema = settings.ownSchema();
    }

    /**
     * Makes what is missing.
     *
     * @throws IllegalStateException if the schema is missing and the database's user may not make it; the message says
     *     what an administrator has to do
     * @throws AccountsUnavailableException if the database does not answer
     */
    public void create() {
        if (made) {
            return;
        }
        transactions.read(handle -> {
            createSchema(handle);
            createTables(handle);
            return true;
        });
        made = true;
    }

    /** Mappings of James. Has to be asked outside of a transaction, as it may have to make the table. */
    String mapping() {
        create();
        return schema + ".posthorn_mapping";
    }

    /** Limits of users, domains and all. Has to be asked outside of a transaction, as it may have to make the table. */
    String quota() {
        create();
        return schema + ".posthorn_quota";
    }

    private void createSchema(Handle handle) {
        try {
            handle.execute("CREATE DATABASE IF NOT EXISTS " + schema + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        } catch (UnableToExecuteStatementException e) {
            if (!Transactions.isVendorCode(e, ACCESS_DENIED_TO_SCHEMA)) {
                throw e;
            }
            if (!exists(handle)) {
                throw new IllegalStateException(
                        "the schema " + schema + " is missing and the database's user may not make it. As an"
                                + " administrator: CREATE DATABASE " + schema + " CHARACTER SET utf8mb4; GRANT ALL ON "
                                + schema + ".* TO "
                                + currentUser(handle),
                        e);
            }
        }
    }

    /** As a GRANT takes it, whatever the host is. */
    private static String currentUser(Handle handle) {
        String user = handle.select("SELECT CURRENT_USER()").mapTo(String.class).one();
        int at = user.lastIndexOf('@');
        return "'" + user.substring(0, at) + "'@'" + user.substring(at + 1) + "'";
    }

    private boolean exists(Handle handle) {
        return handle.select("SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?", schema)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private void createTables(Handle handle) {
        List.of(
                        """
                        posthorn_mapping (
                          source VARCHAR(255) NOT NULL,
                          type VARCHAR(16) NOT NULL,
                          target_hash BINARY(32) NOT NULL,
                          target TEXT NOT NULL,
                          in_alias BOOLEAN NOT NULL,
                          PRIMARY KEY (source, type, target_hash),
                          KEY target (target_hash),
                          KEY type (type)
                        )""",
                        """
                        posthorn_quota (
                          scope VARCHAR(8) NOT NULL,
                          name VARCHAR(255) NOT NULL,
                          storage BIGINT NULL,
                          messages BIGINT NULL,
                          PRIMARY KEY (scope, name)
                        )""")
                .forEach(table -> handle.execute("CREATE TABLE IF NOT EXISTS " + schema + "." + table + TABLE_OPTIONS));
    }
}

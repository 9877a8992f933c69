// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.quota.Recounted;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.postfixadmin.sql.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over PostfixAdmin's table {@code quota2}, whose figures were another server's.
 *
 * <p>Any number of servers may be at work meanwhile, and none has to be told:
 * <ol>
 *   <li>Every account's figures are copied to {@code quota2}, so that they are about right from the first moment.
 *   <li>The state changes, and is committed. A statement on our own table that begins later finds no row there, asks for
 *       the state, and writes to {@code quota2}.
 *   <li>Every account is counted under the locks of its folders ({@link Recount}). Who wrote to our own table before the
 *       change held such a lock, and has committed when it is granted; who comes after sees the change. So each message is
 *       in the count or added to it, and none is both.
 * </ol>
 * If it is interrupted behind the second step, figures may be off by what was delivered in that moment; run it again.
 */
@Singleton
public final class Adoption {

    private static final Logger LOGGER = LoggerFactory.getLogger(Adoption.class);

    private final Database database;
    private final StoreDatabase store;
    private final AdoptionState state;
    private final Recount recount;
    private final String folders;

    @Inject
    public Adoption(Database database, StoreDatabase store, AdoptionState state, Recount recount) {
        this.database = database;
        this.store = store;
        this.state = state;
        this.recount = recount;
        this.folders = store.tables()
                .sql("INSERT INTO quota2 (username, bytes, messages) SELECT b.username, COALESCE(SUM(f.bytes), 0),"
                        + " COALESCE(SUM(f.messages), 0) FROM mailbox b LEFT JOIN {folder} f"
                        + " ON f.owner = CAST(LOWER(CONVERT(b.username USING utf8mb4)) AS BINARY) GROUP BY b.username"
                        + " ON DUPLICATE KEY UPDATE bytes = VALUES(bytes), messages = VALUES(messages)");
    }

    /** Decides at the first start whether {@code quota2} is ours from the beginning: it is when it is empty. */
    public boolean isAdopted() throws MailboxException {
        return store.read(state::isAdopted);
    }

    /**
     * Adopts it, or counts again where it is adopted.
     *
     * @throws MailboxException if PostfixAdmin's database has no such table, or does not answer
     */
    public Recounted adopt() throws MailboxException {
        if (!database.schema().hasTable("quota2")) {
            throw new MailboxException("PostfixAdmin's database has no table quota2");
        }
        if (!isAdopted()) {
            store.write(connection -> update(connection, folders));
            store.write(connection -> {
                state.adopt(connection);
                return true;
            });
            LOGGER.info("check=quota result=adopted table=quota2");
        }
        return recount.all(store.read(Adoption::users));
    }

    private static int update(Connection connection, String statement) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            return update.executeUpdate();
        }
    }

    private static Set<String> users(Connection connection) throws SQLException {
        Set<String> users = new TreeSet<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT username FROM mailbox");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                users.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return users;
    }
}

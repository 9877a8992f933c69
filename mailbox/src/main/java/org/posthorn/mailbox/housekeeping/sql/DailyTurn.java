// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.housekeeping.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreTables;

/**
 * Who does a piece of the day's work, of all servers on the database: whoever asks first when it is due. He has it for an
 * hour; unless he says in that time that it is done, because it failed or because he was stopped, it is due again then. It
 * outlives restarts.
 */
@Singleton
public final class DailyTurn {

    /** After how long a piece of work that was not done is due again. */
    public static final Duration LEASE = Duration.ofHours(1);

    private static final String PREFIX = "housekeeping-";

    private final StoreDatabase store;
    private final String insert;
    private final String find;
    private final String update;

    @Inject
    public DailyTurn(StoreDatabase store) {
        StoreTables tables = store.tables();
        this.store = store;
        this.insert = tables.sql("INSERT IGNORE INTO {state} (name, number) VALUES (?, 0)");
        this.find = tables.sql("SELECT number FROM {state} WHERE name = ? FOR UPDATE");
        this.update = tables.sql("UPDATE {state} SET number = ? WHERE name = ?");
    }

    /** Empty if the work is due, and the caller's for an hour; else the time at which it will be due. */
    public Optional<Instant> take(String work, Instant now) throws MailboxException {
        return store.write(connection -> {
            Instant due = due(connection, work);
            if (due.isAfter(now)) {
                return Optional.of(due);
            }
            set(connection, work, now.plus(LEASE));
            return Optional.empty();
        });
    }

    /** The work is done, and due again at that time. */
    public void done(String work, Instant next) throws MailboxException {
        store.write(connection -> {
            set(connection, work, next);
            return true;
        });
    }

    private Instant due(Connection connection, String work) throws SQLException {
        try (PreparedStatement first = connection.prepareStatement(insert)) {
            first.setString(1, PREFIX + work);
            first.executeUpdate();
        }
        try (PreparedStatement query = connection.prepareStatement(find)) {
            query.setString(1, PREFIX + work);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return Instant.ofEpochMilli(row.getLong(1));
            }
        }
    }

    private void set(Connection connection, String work, Instant due) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setLong(1, due.toEpochMilli());
            statement.setString(2, PREFIX + work);
            statement.executeUpdate();
        }
    }
}

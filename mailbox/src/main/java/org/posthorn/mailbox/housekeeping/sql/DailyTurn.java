// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.housekeeping.sql;

import java.sql.PreparedStatement;
import java.time.LocalDate;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreTables;

/** Who does the day's work, of all servers on the database: whoever asks first. It outlives restarts. */
@Singleton
public final class DailyTurn {

    private static final String NAME = "housekeeping-day";

    private final StoreDatabase store;
    private final String insert;
    private final String take;

    @Inject
    public DailyTurn(StoreDatabase store) {
        StoreTables tables = store.tables();
        this.store = store;
        this.insert = tables.sql("INSERT IGNORE INTO {state} (name, number) VALUES ('" + NAME + "', 0)");
        this.take = tables.sql("UPDATE {state} SET number = ? WHERE name = '" + NAME + "' AND number < ?");
    }

    /** Whether the work of this day is the caller's; true once for each day and never for an earlier one. */
    public boolean take(LocalDate day) throws MailboxException {
        return store.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(take)) {
                statement.setLong(1, day.toEpochDay());
                statement.setLong(2, day.toEpochDay());
                if (statement.executeUpdate() > 0) {
                    return true;
                }
                try (PreparedStatement first = connection.prepareStatement(insert)) {
                    return first.executeUpdate() > 0 && statement.executeUpdate() > 0;
                }
            }
        });
    }
}

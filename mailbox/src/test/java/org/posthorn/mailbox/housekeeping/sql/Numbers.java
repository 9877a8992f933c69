// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.housekeeping.sql;

import java.sql.ResultSet;
import java.sql.Statement;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.StoreFixture;

/** What a fixture's tables hold. */
public final class Numbers {

    private Numbers() {}

    /** How many rows. */
    public static long count(StoreFixture fixture, String table) throws MailboxException {
        String sql = fixture.store().tables().sql("SELECT COUNT(*) FROM {" + table + "}");
        return fixture.store().read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}

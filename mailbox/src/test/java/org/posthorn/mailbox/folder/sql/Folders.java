// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.sql.ResultSet;
import java.sql.Statement;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.quota.sql.Usage;

/** Folders' classes on a fixture, and its tables' numbers. */
final class Folders {

    private Folders() {}

    static void clear(StoreFixture fixture) {
        fixture.empty().run("DELETE FROM {state} WHERE name LIKE 'uid-validity:%'");
    }

    static DeletedFolders deleted(StoreFixture fixture) {
        return new DeletedFolders(fixture.store(), new Usage(fixture.database(), fixture.store()));
    }

    static SqlMailboxMapper mapper(StoreFixture fixture) {
        return new SqlMailboxMapper(fixture.store(), deleted(fixture));
    }

    /** A number out of the store. */
    static long number(StoreFixture fixture, String query) throws MailboxException {
        return fixture.store().read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery(fixture.store().tables().sql(query))) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}

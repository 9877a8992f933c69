// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.time.Clock;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.postfixadmin.sql.Database;

/** A second server on the same tables, with connections of its own. */
final class StoreServer implements AutoCloseable {

    final MessageFixture messages;
    private final Database panel;

    StoreServer(StoreFixture fixture) {
        panel = new Database(fixture.config());
        messages = new MessageFixture(
                panel, new StoreDatabase(panel, new StoreTables(fixture.settings())), Clock.systemUTC());
    }

    @Override
    public void close() {
        panel.close();
    }
}

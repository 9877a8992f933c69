// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageId;
import org.posthorn.mailbox.ContentId;

/**
 * Hands out the identities of contents: numbers taken from the database a thousand at a time, so that a delivery need
 * not ask for one. Numbers that were taken and not used are lost.
 */
@Singleton
public final class ContentIds implements MessageId.Factory {

    private static final int BLOCK = 1000;

    private final StoreDatabase database;
    private final String take;
    private long next;
    private long end;

    @Inject
    public ContentIds(StoreDatabase database) {
        this.database = database;
        this.take = database.tables()
                .sql("UPDATE {state} SET number = LAST_INSERT_ID(number + " + BLOCK + ") WHERE name = 'content-id'");
    }

    /** The next identity. */
    public synchronized ContentId take() throws MailboxException {
        if (next == end) {
            end = database.write(this::takeBlock);
            next = end - BLOCK;
        }
        return new ContentId(++next);
    }

    @Override
    public ContentId fromString(String serialized) {
        return new ContentId(Long.parseLong(serialized));
    }

    /** {@link #take}, for James, whose interface knows no failure. */
    @Override
    public ContentId generate() {
        try {
            return take();
        } catch (MailboxException e) {
            throw new IllegalStateException("no identity for a message: " + e.getMessage(), e);
        }
    }

    private long takeBlock(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(take);
                PreparedStatement query = connection.prepareStatement("SELECT LAST_INSERT_ID()")) {
            if (update.executeUpdate() != 1) {
                throw new SQLException("the store's table of states has no row for content ids");
            }
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}

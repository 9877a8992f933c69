// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.sql.StoreDatabase;

/** How much lies in a folder, from the counters of its row. */
@Singleton
public final class FolderSizes {

    private final StoreDatabase database;
    private final String size;

    @Inject
    public FolderSizes(StoreDatabase database) {
        this.database = database;
        this.size = database.tables().sql("SELECT messages, bytes FROM {folder} WHERE id = ?");
    }

    /** What lies in the folder now. */
    public FolderSize of(FolderId folder) throws MailboxException {
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(size)) {
                statement.setLong(1, folder.value());
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        throw new MailboxNotFoundException(folder);
                    }
                    return new FolderSize(row.getLong(1), row.getLong(2));
                }
            }
        });
    }

    /**
     * How much lies in a folder.
     *
     * @param messages their number
     * @param bytes the sum of their sizes
     */
    public record FolderSize(long messages, long bytes) {}
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxId;
import org.posthorn.mailbox.FolderId;

/** Takes numbers from a column of a folder's row outside of the transactions that store messages. */
final class FolderNumbers {

    private final SqlMessageStore store;
    private final String take;

    FolderNumbers(SqlMessageStore store, String column) {
        this.store = store;
        this.take = store.database()
                .tables()
                .sql("UPDATE {folder} SET " + column + " = LAST_INSERT_ID(" + column + " + 1) WHERE id = ?");
    }

    long next(MailboxId folder) throws MailboxException {
        return store.database()
                .write(connection ->
                        Sql.updateForId(connection, take, FolderId.of(folder).value()))
                .orElseThrow(() -> new MailboxNotFoundException(folder));
    }

    FolderRow row(MailboxId folder) throws MailboxException {
        return store.database().read(connection -> store.folders().find(connection, folder));
    }
}

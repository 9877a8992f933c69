// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.sql;

import java.sql.Connection;
import java.sql.SQLException;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;

/** A piece of work on the store's tables; it neither commits nor closes. */
@FunctionalInterface
public interface StoreWork<T extends @Nullable Object> {

    /** Does it. What it throws undoes the transaction it is part of. */
    T run(Connection connection) throws SQLException, MailboxException;
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.posthorn.postfixadmin.sql.Database;

/** Questions and changes; what the database refuses to store becomes a {@link RefusedException}. */
record Transactions(Database database) {

    <T> T read(Database.HandleWork<T> work) {
        return database.withHandle(work);
    }

    <T> T write(Database.HandleWork<T> work) {
        try {
            return database.inTransaction(work);
        } catch (JdbiException e) {
            throw new RefusedException("the database refuses it: " + reason(e));
        }
    }

    static boolean isVendorCode(JdbiException failure, int code) {
        return failure.getCause() instanceof SQLException cause && cause.getErrorCode() == code;
    }

    private static String reason(JdbiException failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.postfixadmin.LogText;

/** What kind of failure an {@link SQLException} is. */
final class Failures {

    private static final int ACCESS_DENIED_TO_DATABASE = 1044;
    private static final int ACCESS_DENIED = 1045;
    private static final int UNKNOWN_DATABASE = 1049;
    private static final int UNKNOWN_COLUMN = 1054;
    private static final int COMMAND_DENIED = 1142;
    private static final int INVALID_TEXT = 1300;
    private static final int WRONG_VALUE = 1366;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int NEEDS_TO_BE_PREPARED_AGAIN = 1615;
    private static final int ACCESS_DENIED_WITHOUT_PASSWORD = 1698;
    private static final int IMPOSSIBLE_STRING = 3854;
    private static final int IMPOSSIBLE_PARAMETER = 3988;

    /** Of the class 22 in MariaDB, but of none in MySQL. */
    private static final Set<Integer> REFUSED_TEXT =
            Set.of(INVALID_TEXT, WRONG_VALUE, IMPOSSIBLE_STRING, IMPOSSIBLE_PARAMETER);

    private static final String KEY_REFUSED = "Public Key Retrieval is not allowed";

    private Failures() {}

    /** The first {@link SQLException} among a failure and its causes. */
    static Optional<SQLException> sqlCause(Throwable failure) {
        @Nullable Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** The connection broke, but not because an answer took too long: worth one more try. */
    static boolean isBrokenConnection(SQLException failure) {
        return hasStateClass(failure, "08") && !isTimeout(failure);
    }

    /** The panel was upgraded, or the tables are not there. */
    static boolean isOtherSchema(SQLException failure) {
        int code = failure.getErrorCode();
        return code == UNKNOWN_COLUMN || code == NO_SUCH_TABLE || code == NEEDS_TO_BE_PREPARED_AGAIN;
    }

    /** The statement's data were refused (too long, duplicate, out of range): the database is well. */
    static boolean isRefusedData(SQLException failure) {
        return hasStateClass(failure, "22")
                || hasStateClass(failure, "23")
                || REFUSED_TEXT.contains(failure.getErrorCode());
    }

    /** Waiting does not help: the administrator must act. The text says how, or is empty for a passing failure. */
    static Optional<String> remedy(SQLException failure, DatabaseConfig config) {
        if (isKeyRefused(failure)) {
            return Optional.of("the database at " + config.address()
                    + " takes a password over an encrypted connection only, and its address says sslMode=DISABLED: leave"
                    + " that out, or add serverRSAPublicKeyFile=, or, where nobody can come between, as on 127.0.0.1,"
                    + " allowPublicKeyRetrieval=true");
        }
        return switch (failure.getErrorCode()) {
            case ACCESS_DENIED, ACCESS_DENIED_WITHOUT_PASSWORD ->
                Optional.of("the database at " + config.address() + " refuses user " + config.user()
                        + ": check the user's name and password");
            case ACCESS_DENIED_TO_DATABASE, COMMAND_DENIED ->
                Optional.of("user " + config.user() + " has no rights on the database at " + config.address()
                        + ": grant him at least SELECT (" + message(failure) + ")");
            case UNKNOWN_DATABASE ->
                Optional.of("there is no such database: " + config.address() + " (" + message(failure) + ")");
            default -> Optional.empty();
        };
    }

    /** The message on one line. */
    static String message(SQLException failure) {
        return LogText.of(String.valueOf(failure.getMessage()));
    }

    /** The driver has no number for it. */
    private static boolean isKeyRefused(SQLException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(KEY_REFUSED)) {
                return true;
            }
        }
        return false;
    }

    /** An answer was not waited for any longer. */
    static boolean isTimeout(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasStateClass(SQLException failure, String stateClass) {
        String state = failure.getSQLState();
        return state != null && state.startsWith(stateClass);
    }
}

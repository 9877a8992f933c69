// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.StoreRefusedException;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.LogText;
import org.posthorn.postfixadmin.sql.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and transactions on the store's tables, in PostfixAdmin's database server.
 *
 * <p>A transaction that lost a deadlock, or waited too long for a lock, is run again as a whole, so work must depend on
 * nothing that it changed outside of the database. Every failure but refused data is a {@link
 * StoreUnavailableException}: the same call may succeed later. If the connection breaks during COMMIT it is not known
 * whether the transaction took place; who cannot bear it twice marks it with a key of its own.
 */
@Singleton
public final class StoreDatabase {

    private static final Logger LOGGER = LoggerFactory.getLogger(StoreDatabase.class);

    private static final int ATTEMPTS = 6;
    private static final int DEADLOCK = 1213;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int RECORD_CHANGED = 1020;

    private final Database database;
    private final StoreTables tables;

    @Inject
    public StoreDatabase(Database database, StoreTables tables) {
        this.database = database;
        this.tables = tables;
    }

    /** The names of the tables. */
    public StoreTables tables() {
        return tables;
    }

    /** Reads; may be run twice if the first connection turned out to be broken. */
    public <T extends @Nullable Object> T read(StoreWork<T> work) throws MailboxException {
        try {
            return database.read(connection -> {
                try {
                    return work.run(connection);
                } catch (MailboxException e) {
                    throw new Carrier(e);
                }
            });
        } catch (Carrier e) {
            throw e.carried;
        } catch (AccountsUnavailableException e) {
            throw new StoreUnavailableException("the mailbox store does not answer", e);
        }
    }

    /**
     * Reads by one statement that may take minutes, on one of a few connections that are there for such statements
     * ({@link Database#LONG_READERS}); run once.
     */
    public <T extends @Nullable Object> T readLong(StoreWork<T> work) throws MailboxException {
        try (Connection connection = database.longReader()) {
            return work.run(connection);
        } catch (AccountsUnavailableException e) {
            throw new StoreUnavailableException("the mailbox store does not answer", e);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Ends the statement on the connection of that {@link Database#number}; it fails there. Does nothing if that fails. */
    public void interrupt(long number) {
        try {
            database.interrupt(number);
        } catch (SQLException | AccountsUnavailableException e) {
            LOGGER.debug(
                    "check=store result=not-interrupted reason=\"{}\"", LogText.of(String.valueOf(e.getMessage())));
        }
    }

    /** Writes, all or nothing. */
    public <T extends @Nullable Object> T write(StoreWork<T> work) throws MailboxException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = database.writer()) {
                return once(connection, work);
            } catch (AccountsUnavailableException e) {
                throw new StoreUnavailableException("the mailbox store does not answer", e);
            } catch (SQLException e) {
                if (!isContention(e)) {
                    throw failure(e);
                }
                if (attempt == ATTEMPTS) {
                    LOGGER.warn("check=store result=contention attempts={} reason=\"{}\"", attempt, message(e));
                    throw failure(e);
                }
                pause(attempt);
            }
        }
    }

    /** A failure of the database as the store's callers know it. */
    public static MailboxException failure(SQLException failure) {
        return Database.isRefusedData(failure)
                ? new StoreRefusedException(
                        "the mailbox store refuses it: " + message(failure), failure.getErrorCode(), failure)
                : new StoreUnavailableException("the mailbox store does not answer: " + message(failure), failure);
    }

    private static <T extends @Nullable Object> T once(Connection connection, StoreWork<T> work)
            throws SQLException, MailboxException {
        boolean done = false;
        try {
            T result = work.run(connection);
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                undo(connection);
            }
        }
    }

    /** A connection that cannot roll back is broken, and its end undoes the transaction. */
    private static void undo(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOGGER.debug("check=store result=no-rollback reason=\"{}\"", message(e));
        }
    }

    private static boolean isContention(SQLException failure) {
        int code = failure.getErrorCode();
        return code == DEADLOCK || code == LOCK_WAIT_TIMEOUT || code == RECORD_CHANGED;
    }

    private static void pause(int attempt) throws StoreUnavailableException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 5L << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for a lock", e);
        }
    }

    private static String message(SQLException failure) {
        return LogText.of(String.valueOf(failure.getMessage()));
    }

    /** Takes the work's own exception through the accounts' database. */
    private static final class Carrier extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final MailboxException carried;

        Carrier(MailboxException carried) {
            super(carried);
            this.carried = carried;
        }
    }
}

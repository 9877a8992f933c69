// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.SearchQuery.Sort;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.postfixadmin.sql.Database;
import reactor.core.scheduler.Schedulers;

/** One search under way. Whoever waits for it may stop it, which frees its connection and the database. */
final class SearchCall {

    private static final long NONE = -1;
    private static final int RETRY_MILLIS = 500;

    private final StoreDatabase database;
    private final SearchStatement statement;
    private volatile boolean stopped;
    private long running = NONE;

    SearchCall(StoreDatabase database, SearchStatement statement) {
        this.database = database;
        this.statement = statement;
    }

    /** The candidates; none, and no failure, once it was stopped. */
    Candidates candidates(List<Long> folders, List<Sort> sorts) throws MailboxException {
        try {
            return stopped ? new Candidates() : database.readLong(connection -> run(connection, folders, sorts));
        } catch (MailboxException e) {
            if (stopped) {
                return new Candidates();
            }
            throw e;
        }
    }

    private Candidates run(Connection connection, List<Long> folders, List<Sort> sorts) throws SQLException {
        long number = Database.number(connection);
        begin(number);
        try {
            // it may have been stopped while nothing was running yet that could be interrupted
            return stopped ? new Candidates() : statement.run(connection, folders, sorts, () -> !stopped);
        } catch (SQLException e) {
            if (Database.isTimeout(e)) {
                database.interrupt(number); // it does not notice that nobody listens
            }
            throw e;
        } finally {
            end();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /** Stops it soon. May be called by any thread, whatever it is at. */
    void stop() {
        stopped = true;
        if (isRunning()) {
            var unused = Schedulers.boundedElastic().schedule(this::interrupt);
        }
    }

    private synchronized boolean isRunning() {
        return running != NONE;
    }

    private synchronized void begin(long number) {
        running = number;
    }

    private synchronized void end() {
        running = NONE;
        notifyAll();
    }

    /**
     * Told again until the statement has ended, for it may not have begun at the first time. The statement cannot end while it is
     * told, so no other one is meant.
     */
    private synchronized void interrupt() {
        while (running != NONE) {
            database.interrupt(running);
            try {
                wait(RETRY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

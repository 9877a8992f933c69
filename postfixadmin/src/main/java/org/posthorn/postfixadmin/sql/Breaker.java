// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers that the database cannot be reached, so that a thousand sessions are told at once instead of each waiting
 * for a timeout, and finds out when it can be reached again.
 *
 * <p>While it is open one thread tries to connect every half second; it ends with the first success. One line is logged
 * when it opens, one when it closes.
 */
final class Breaker implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Breaker.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final String address;
    private final Object lock = new Object();
    private volatile @Nullable SQLException open;
    private @Nullable Thread probe;
    private boolean closed;

    Breaker(String address) {
        this.address = address;
    }

    /** The failure that opened it, or null while the database can be reached. */
    @Nullable
    SQLException failure() {
        return open;
    }

    /** No connection could be made. */
    void opened(SQLException failure, DataSource connections) {
        synchronized (lock) {
            if (open != null || closed) {
                return;
            }
            open = failure;
            LOGGER.warn(
                    "check=database result=down database={} state={} reason=\"{}\" mail and logins are put off until it"
                            + " answers; it is asked again every {} ms",
                    address,
                    failure.getSQLState(),
                    Failures.message(failure),
                    PAUSE.toMillis());
            Thread thread = new Thread(() -> probe(connections), "postfixadmin-database-probe");
            thread.setDaemon(true);
            probe = thread;
            thread.start();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (probe != null) {
                probe.interrupt();
            }
        }
    }

    private void probe(DataSource connections) {
        while (!isClosed()) {
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (answers(connections)) {
                LOGGER.info("check=database result=up database={}", address);
                synchronized (lock) {
                    open = null;
                    probe = null;
                }
                return;
            }
        }
    }

    private static boolean answers(DataSource connections) {
        try (Connection connection = connections.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            LOGGER.debug("check=database result=down reason=\"{}\"", Failures.message(e));
            return false;
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.quota.sql.Adoption;
import org.posthorn.mailbox.sql.StoreSchema;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.sql.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the server start over a database that is fit for it: waits while it does not answer, as after a power failure when
 * everything starts at once; refuses the start when it answers and something in it is wrong.
 */
final class DatabaseAtStart {

    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseAtStart.class);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);

    private final Database database;
    private final StoreSchema schema;
    private final Adoption adoption;

    DatabaseAtStart(Database database, StoreSchema schema, Adoption adoption) {
        this.database = database;
        this.schema = schema;
        this.adoption = adoption;
    }

    /**
     * Returns when the database answers and holds what is needed.
     *
     * @throws StartException with every problem that was found: a refused password, missing tables or rights
     */
    void await() throws StartException, InterruptedException {
        long warned = 0;
        while (!isFit()) {
            if (warned == 0 || System.nanoTime() - warned > BETWEEN_WARNINGS.toNanos()) {
                LOGGER.warn("check=database result=unavailable; the server starts as soon as the database answers");
                warned = System.nanoTime();
            }
            TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
        }
    }

    private boolean isFit() throws StartException {
        List<String> problems = database.check();
        if (!problems.isEmpty()) {
            throw new StartException("the database of POSTHORN_DB_URL: " + String.join("; ", problems));
        }
        if (!database.isReachable()) {
            return false;
        }
        try {
            schema.create();
            if (!adoption.isAdopted()) {
                LOGGER.warn(
                        "check=quota result=not-adopted; PostfixAdmin's quota2 holds another server's figures and is"
                                + " not written until ./posthorn adopt");
            }
            return true;
        } catch (AccountsUnavailableException | StoreUnavailableException e) {
            return false;
        } catch (IllegalStateException | MailboxException e) {
            throw new StartException("the database of POSTHORN_DB_URL: " + e.getMessage());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.postfixadmin.sql.Database;

/**
 * Whether usage is written to PostfixAdmin's {@code quota2}, or still to a table of our own.
 *
 * <p>The change goes one way only, so that "adopted" may be remembered for ever. "Not adopted" is never relied on: each
 * statement that writes to our own table carries {@link #unlessAdopted} and finds no row once it is wrong. Where
 * PostfixAdmin's table is empty when the question first comes up, nobody's figures are in it, and it is adopted at once.
 */
@Singleton
public final class AdoptionState {

    private static final String NAME = "quota2-adopted";

    private final Database database;
    private final StoreDatabase store;
    private final String select;
    private final String initialise;
    private final String adopt;
    private final String unlessAdopted;
    private volatile @Nullable Boolean last;

    @Inject
    public AdoptionState(Database database, StoreDatabase store) {
        this.database = database;
        this.store = store;
        this.select = store.tables().sql("SELECT number FROM {state} WHERE name = '" + NAME + "'");
        this.initialise = store.tables()
                .sql("INSERT INTO {state} (name, number) SELECT '" + NAME + "', %s FROM (SELECT 1 AS one) o"
                        + " ON DUPLICATE KEY UPDATE number = number");
        this.adopt = store.tables()
                .sql("INSERT INTO {state} (name, number) VALUES ('" + NAME
                        + "', 1) ON DUPLICATE KEY UPDATE number = 1");
        this.unlessAdopted = store.tables()
                .sql(" AND NOT EXISTS (SELECT 1 FROM {state} WHERE name = '" + NAME + "' AND number = 1)");
    }

    /** Whether {@code quota2} is written; decides it, for all servers, when nobody has yet. */
    public boolean isAdopted(Connection connection) throws SQLException, MailboxException {
        if (Boolean.TRUE.equals(last)) {
            return true;
        }
        Optional<Boolean> known = read(connection);
        if (known.isEmpty()) {
            store.write(this::initialise);
            known = store.read(this::read);
        }
        boolean adopted = known.orElse(false);
        last = adopted;
        return adopted;
    }

    /** The same as it was when last asked: true is true, false is to be checked with {@link #unlessAdopted}. */
    boolean wasAdopted(Connection connection) throws SQLException, MailboxException {
        Boolean answer = last;
        return answer == null ? isAdopted(connection) : answer;
    }

    /** A condition that no row fulfils once {@code quota2} is adopted. */
    String unlessAdopted() {
        return unlessAdopted;
    }

    /** Adopts from the commit of this transaction on. */
    void adopt(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(adopt)) {
            update.executeUpdate();
        }
    }

    private Optional<Boolean> read(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(select);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(row.getLong(1) == 1) : Optional.empty();
        }
    }

    private boolean initialise(Connection connection) throws SQLException {
        String empty = database.schema(connection).hasTable("quota2") ? "NOT EXISTS (SELECT 1 FROM quota2)" : "0";
        try (PreparedStatement insert = connection.prepareStatement(initialise.replace("%s", empty))) {
            return insert.executeUpdate() > 0;
        }
    }
}

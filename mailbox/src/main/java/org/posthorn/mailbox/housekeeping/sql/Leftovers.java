// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.housekeeping.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreTables;

/** Removes old rows in chunks, each a transaction of its own. Several servers may do so at once. */
@Singleton
public final class Leftovers {

    /** How long a client may stay away and still be told by QRESYNC (RFC 7162) exactly what was expunged. */
    static final Duration EXPUNGES_KEPT = Duration.ofDays(30);

    private static final int EXPUNGES = 5000;
    private static final int THREADS = 500;

    private final StoreDatabase store;
    private final StoreTables tables;
    private final String expunges;
    private final String index;
    private final String threads;

    @Inject
    public Leftovers(StoreDatabase store) {
        this.store = store;
        this.tables = store.tables();
        this.expunges = tables.sql("DELETE FROM {expunged} WHERE expunged_at < ? LIMIT " + EXPUNGES);
        this.index = "SELECT COUNT(*) FROM information_schema.statistics"
                + " WHERE CONCAT(table_schema, '.', table_name) = ? AND column_name = 'thread_id' AND seq_in_index = 1";
        this.threads = tables.sql("SELECT t.id_hash,"
                + " EXISTS (SELECT 1 FROM {content} c WHERE c.thread_id = t.thread_id)"
                + " FROM {thread} t WHERE t.id_hash > ? ORDER BY t.id_hash LIMIT " + THREADS);
    }

    /**
     * Shortens the log of expunges.
     *
     * @param now milliseconds since 1970
     */
    public void trimExpunges(long now, BooleanSupplier goesOn) throws MailboxException {
        long before = now - EXPUNGES_KEPT.toMillis();
        int removed = EXPUNGES;
        while (removed == EXPUNGES && goesOn.getAsBoolean()) {
            removed = store.write(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(expunges)) {
                    statement.setLong(1, before);
                    return statement.executeUpdate();
                }
            });
        }
    }

    /**
     * Forgets message ids of threads of which no message is left. A message that joins such a thread at this very moment
     * keeps it, but a later one may begin a thread anew. Needs an index of contents by thread, and does nothing without.
     */
    public void trimThreads(BooleanSupplier goesOn) throws MailboxException {
        boolean more = store.read(this::hasIndex);
        byte[] after = new byte[0];
        while (more && goesOn.getAsBoolean()) {
            byte[] from = after;
            Page page = store.read(connection -> page(connection, from));
            if (!page.dead.isEmpty()) {
                store.write(connection -> remove(connection, page.dead));
            }
            after = page.last;
            more = page.size == THREADS;
        }
    }

    private boolean hasIndex(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(index)) {
            query.setString(1, tables.sql("{content}"));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1) > 0;
            }
        }
    }

    private Page page(Connection connection, byte[] after) throws SQLException {
        List<byte[]> dead = new ArrayList<>();
        byte[] last = after;
        int size = 0;
        try (PreparedStatement query = connection.prepareStatement(threads)) {
            query.setBytes(1, after);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    size++;
                    last = row.getBytes(1);
                    if (!row.getBoolean(2)) {
                        dead.add(last);
                    }
                }
            }
        }
        return new Page(dead, last, size);
    }

    /** Looks again for contents under the rows' locks. */
    private int remove(Connection connection, List<byte[]> hashes) throws SQLException {
        String sql = tables.sql("DELETE t FROM {thread} t WHERE t.id_hash IN ("
                + String.join(", ", Collections.nCopies(hashes.size(), "?"))
                + ") AND NOT EXISTS (SELECT 1 FROM {content} c WHERE c.thread_id = t.thread_id)");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < hashes.size(); i++) {
                statement.setBytes(i + 1, hashes.get(i));
            }
            return statement.executeUpdate();
        }
    }

    /** A page of threads by their keys: those without messages, the last key, and how many there were. */
    private record Page(List<byte[]> dead, byte[] last, int size) {}
}

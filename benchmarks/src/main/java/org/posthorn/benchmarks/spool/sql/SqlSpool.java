// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.spool.sql;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.posthorn.benchmarks.spool.TrialSpool;

/**
 * A spool of rows: a mail is one row and its body's chunks, forced by the commit; who takes one keeps its row locked until the
 * mail is done and deleted. Takers are woken in the process, so that nobody polls the database.
 */
public final class SqlSpool implements TrialSpool {
    private static final int CHUNK = 512 * 1024;
    private static final int SESSIONS = 10;
    private static final byte[] ENVELOPE = new byte[200];

    private final String url;
    private final String user;
    private final String password;
    private final BlockingQueue<Putter> putters = new LinkedBlockingQueue<>();
    private final Semaphore waiting = new Semaphore(0);
    private final ExecutorService takers = Executors.newFixedThreadPool(SESSIONS);

    /** Makes the tables if they are not there, and counts what lies in them. */
    public SqlSpool(String url, String user, String password) throws SQLException {
        this.url = url + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&useServerPrepStmts=true&cachePrepStmts=true";
        this.user = user;
        this.password = password;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS bench_spool_item (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,"
                            + " queue VARCHAR(64) NOT NULL, number INT NOT NULL, not_before BIGINT NOT NULL, envelope BLOB NOT NULL,"
                            + " KEY due (queue, not_before)) ENGINE=InnoDB");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS bench_spool_body (item_id BIGINT UNSIGNED NOT NULL, part INT NOT NULL,"
                            + " data MEDIUMBLOB NOT NULL, PRIMARY KEY (item_id, part)) ENGINE=InnoDB");
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM bench_spool_item")) {
                rows.next();
                waiting.release(rows.getInt(1));
            }
        }
        for (int i = 0; i < SESSIONS; i++) {
            putters.add(new Putter(connect()));
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url, user, password);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return connection;
    }

    @Override
    public void put(int number, byte[] message) throws Exception {
        Putter putter = putters.take();
        try {
            putter.put(number, message);
        } finally {
            putters.add(putter);
        }
        waiting.release();
    }

    @Override
    public void consume(Consumer consumer) {
        for (int i = 0; i < SESSIONS; i++) {
            Future<?> unused = takers.submit(() -> take(consumer));
        }
    }

    private Void take(Consumer consumer) throws SQLException, InterruptedException {
        try (Connection connection = connect()) {
            Taker taker = new Taker(connection);
            while (true) {
                waiting.acquire();
                if (!taker.take(consumer)) {
                    waiting.release();
                }
            }
        }
    }

    @Override
    public void close() throws Exception {
        takers.shutdownNow();
        for (Putter putter : putters) {
            putter.connection.close();
        }
    }

    private static final class Putter {
        private final Connection connection;
        private final PreparedStatement item;
        private final PreparedStatement body;

        Putter(Connection connection) throws SQLException {
            this.connection = connection;
            item = connection.prepareStatement(
                    "INSERT INTO bench_spool_item (queue, number, not_before, envelope) VALUES ('spool', ?, 0, ?)",
                    Statement.RETURN_GENERATED_KEYS);
            body = connection.prepareStatement("INSERT INTO bench_spool_body (item_id, part, data) VALUES (?, ?, ?)");
        }

        void put(int number, byte[] message) throws SQLException {
            item.setInt(1, number);
            item.setBytes(2, ENVELOPE);
            item.executeUpdate();
            try (ResultSet keys = item.getGeneratedKeys()) {
                keys.next();
                body.setLong(1, keys.getLong(1));
            }
            for (int from = 0; from < message.length; from += CHUNK) {
                body.setInt(2, from / CHUNK);
                body.setBytes(3, Arrays.copyOfRange(message, from, Math.min(message.length, from + CHUNK)));
                body.executeUpdate();
            }
            connection.commit();
        }
    }

    private static final class Taker {
        private final Connection connection;
        private final PreparedStatement next;
        private final PreparedStatement body;
        private final PreparedStatement deleteBody;
        private final PreparedStatement deleteItem;

        Taker(Connection connection) throws SQLException {
            this.connection = connection;
            next = connection.prepareStatement("SELECT id, number, envelope FROM bench_spool_item WHERE queue = 'spool'"
                    + " AND not_before <= 1 ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED");
            body = connection.prepareStatement("SELECT data FROM bench_spool_body WHERE item_id = ? ORDER BY part");
            deleteBody = connection.prepareStatement("DELETE FROM bench_spool_body WHERE item_id = ?");
            deleteItem = connection.prepareStatement("DELETE FROM bench_spool_item WHERE id = ?");
        }

        boolean take(Consumer consumer) throws SQLException {
            long id;
            int number;
            try (ResultSet rows = next.executeQuery()) {
                if (!rows.next()) {
                    connection.commit();
                    return false;
                }
                id = rows.getLong(1);
                number = rows.getInt(2);
            }
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            body.setLong(1, id);
            try (ResultSet rows = body.executeQuery()) {
                while (rows.next()) {
                    message.writeBytes(rows.getBytes(1));
                }
            }
            deleteBody.setLong(1, id);
            deleteBody.executeUpdate();
            deleteItem.setLong(1, id);
            deleteItem.executeUpdate();
            connection.commit();
            consumer.take(number, message.toByteArray());
            return true;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import com.mysql.cj.jdbc.JdbcConnection;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.posthorn.postfixadmin.AccountsUnavailableException;

/**
 * PostfixAdmin's database: pools of connections, the schema found in it, and failures told apart.
 *
 * <p>It can be made while the database is down; it connects with the first question. Every failure but refused data
 * (SQLSTATE 22 and 23) becomes an {@link AccountsUnavailableException}. While the database cannot be reached, questions
 * fail at once; within a second after its return they are answered again.
 */
public final class Database implements AutoCloseable {

    /** Connections at most for statements that may take minutes; none is made before it is needed. */
    public static final int LONG_READERS = 8;

    private static final Duration SCHEMA_AGE = Duration.ofMinutes(1);

    private final DatabaseConfig config;
    private final Breaker breaker;
    private final Connections connections;
    private final HikariDataSource pool;
    private final HikariDataSource writers;
    private final HikariDataSource longReaders;
    private final Jdbi jdbi;
    private final ReentrantLock probing = new ReentrantLock();
    private volatile @Nullable Probed probed;

    public Database(DatabaseConfig config) {
        this.config = config;
        this.breaker = new Breaker(config.address());
        this.connections = new Connections(config, this::connectionFailed);
        this.pool = new HikariDataSource(poolConfig(config, connections));
        this.writers = new HikariDataSource(writerConfig(config, connections));
        this.longReaders = new HikariDataSource(longReaderConfig(config, connections));
        this.jdbi = Jdbi.create(pool);
    }

    /** A piece of work on a plain connection. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    /** A piece of work on a JDBI handle. */
    @FunctionalInterface
    public interface HandleWork<T extends @Nullable Object> {
        T run(Handle handle);
    }

    /**
     * Reads. The work may be run a second time, on another connection, when the first one turned out to be broken or
     * when the panel was upgraded meanwhile; so it must not write, and must ask {@link #schema(Connection)} anew.
     */
    public <T extends @Nullable Object> T read(Work<T> work) {
        try {
            return once(work);
        } catch (SQLException e) {
            return again(e, work);
        }
    }

    /** Reads by JDBI; may be run a second time like {@link #read}. */
    public <T extends @Nullable Object> T withHandle(HandleWork<T> work) {
        return read(connection -> onHandle(connection, work));
    }

    /**
     * Writes, all or nothing; run once. Refused data (a duplicate, a text too long) come as JDBI's exception, everything
     * else as {@link AccountsUnavailableException}; in both cases, and when the work itself throws, nothing was written.
     */
    public <T extends @Nullable Object> T inTransaction(HandleWork<T> work) {
        try {
            return once(connection -> onHandle(connection, handle -> handle.inTransaction(work::run)));
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /** The schema as last seen, at most a minute ago. Inside a piece of work ask {@link #schema(Connection)}. */
    public Schema schema() {
        Probed last = probed;
        return last != null && !last.isOld() ? last.schema() : read(this::schema);
    }

    /** The schema as last seen, at most a minute ago; asked for on this connection if it is to be seen again. */
    public Schema schema(Connection connection) throws SQLException {
        Probed last = probed;
        if (last != null && (!last.isOld() || !probing.tryLock())) {
            return last.schema();
        }
        if (last == null) {
            probing.lock();
        }
        try {
            Probed other = probed;
            return other != null && !other.isOld() ? other.schema() : probe(connection);
        } finally {
            probing.unlock();
        }
    }

    /**
     * What an administrator must mend before the server can work: refused credentials, missing rights, missing tables.
     * Empty if all is well, and also if the database cannot be reached now, which is temporary.
     */
    public List<String> check() {
        try {
            return once(Schema::probe).missing();
        } catch (SQLException e) {
            return Failures.remedy(e, config).map(List::of).orElse(List.of());
        } catch (AccountsUnavailableException e) {
            return Failures.sqlCause(e)
                    .flatMap(cause -> Failures.remedy(cause, config))
                    .map(List::of)
                    .orElse(List.of());
        }
    }

    /** Whether the database answers now; asks it. */
    public boolean isReachable() {
        try (Connection connection = borrow(pool)) {
            return connection.isValid(1);
        } catch (SQLException | AccountsUnavailableException e) {
            return false;
        }
    }

    /**
     * A connection for one transaction of the mailbox store: autocommit is off and stays off, so that a transaction costs
     * its statements and one COMMIT; isolation is READ COMMITTED. The caller commits, or rolls back, and closes.
     *
     * @throws AccountsUnavailableException at once while the database is known to be down
     */
    public Connection writer() throws SQLException {
        return borrow(writers);
    }

    /**
     * A connection for one reading statement that may take minutes. There are few of them ({@value #LONG_READERS}), and
     * they are nobody else's: however many such statements run, questions about recipients and passwords are answered.
     *
     * @throws AccountsUnavailableException at once while the database is known to be down
     */
    public Connection longReader() throws SQLException {
        return borrow(longReaders);
    }

    /** The database's number for a connection. */
    public static long number(Connection connection) throws SQLException {
        return connection.unwrap(JdbcConnection.class).getId();
    }

    /** Ends the statement that runs on the connection of that number; the statement fails. */
    public void interrupt(long number) throws SQLException {
        try (Connection connection = borrow(pool);
                Statement kill = connection.createStatement()) {
            kill.execute("KILL QUERY " + number);
        }
    }

    /** Whether an answer was not waited for any longer; the database may still be at it. */
    public static boolean isTimeout(Throwable failure) {
        return Failures.isTimeout(failure);
    }

    /** The pool as JDBI has it; failures come as JDBI's own and are not translated. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** The statement's data were refused (too long, duplicate, out of range): the same will be refused again. */
    public static boolean isRefusedData(SQLException failure) {
        return Failures.isRefusedData(failure);
    }

    /** Closes every connection. Later questions fail as if the database were down. */
    @Override
    public void close() {
        breaker.close();
        longReaders.close();
        writers.close();
        pool.close();
    }

    private <T extends @Nullable Object> T once(Work<T> work) throws SQLException {
        try (Connection connection = borrow(pool)) {
            return work.run(connection);
        } catch (JdbiException e) {
            Optional<SQLException> cause = Failures.sqlCause(e);
            if (cause.isEmpty() || Failures.isRefusedData(cause.get())) {
                throw e;
            }
            throw cause.get();
        }
    }

    private <T extends @Nullable Object> T again(SQLException failure, Work<T> work) {
        boolean otherSchema = Failures.isOtherSchema(failure);
        if (!otherSchema && !Failures.isBrokenConnection(failure)) {
            throw unavailable(failure);
        }
        if (otherSchema) {
            probed = null;
        }
        try {
            return once(work);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private <T extends @Nullable Object> T onHandle(Connection connection, HandleWork<T> work) {
        try (Handle handle = jdbi.open(() -> connection)) {
            return work.run(handle);
        }
    }

    private Connection borrow(HikariDataSource from) throws SQLException {
        SQLException failure = breaker.failure();
        if (failure != null) {
            throw unavailable(failure);
        }
        return from.getConnection();
    }

    private Schema probe(Connection connection) throws SQLException {
        Schema schema = Schema.probe(connection);
        probed = new Probed(schema, System.nanoTime());
        return schema;
    }

    private void connectionFailed(SQLException failure) {
        breaker.opened(failure, connections);
    }

    private static AccountsUnavailableException unavailable(SQLException failure) {
        return new AccountsUnavailableException(
                "the accounts' database does not answer: " + Failures.message(failure), failure);
    }

    private static HikariConfig poolConfig(DatabaseConfig config, Connections connections) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("postfixadmin");
        pool.setDataSource(connections);
        pool.setMaximumPoolSize(config.poolSize());
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(Duration.ofMinutes(5).toMillis());
        pool.setConnectionTimeout(config.poolTimeout().toMillis());
        pool.setValidationTimeout(Math.min(1000, config.poolTimeout().toMillis()));
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    private static HikariConfig writerConfig(DatabaseConfig config, Connections connections) {
        HikariConfig writers = poolConfig(config, connections);
        writers.setPoolName("store");
        writers.setAutoCommit(false);
        writers.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return writers;
    }

    private static HikariConfig longReaderConfig(DatabaseConfig config, Connections connections) {
        HikariConfig readers = poolConfig(config, connections);
        readers.setPoolName("searches");
        readers.setMaximumPoolSize(LONG_READERS);
        return readers;
    }

    private record Probed(Schema schema, long at) {
        boolean isOld() {
            return System.nanoTime() - at > SCHEMA_AGE.toNanos();
        }
    }
}

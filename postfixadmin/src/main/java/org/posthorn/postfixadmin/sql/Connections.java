// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes single connections for the pool, and says when one could not be made.
 *
 * <p>Statements are prepared by the server and kept with the connection, which saves the server the parsing. What the
 * connection's state is (autocommit, isolation) is remembered here rather than asked for.
 */
final class Connections implements DataSource {

    private final String url;
    private final Properties properties;
    private final Consumer<SQLException> onFailure;
    private final int loginTimeout;

    Connections(DatabaseConfig config, Consumer<SQLException> onFailure) {
        this.url = config.url();
        this.properties = properties(config);
        this.onFailure = onFailure;
        this.loginTimeout =
                (int) Math.max(1, config.poolTimeout().plusMillis(999).toSeconds());
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return DriverManager.getConnection(url, properties);
        } catch (SQLException e) {
            onFailure.accept(e);
            throw e;
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("one user only");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // the driver logs through SLF4J
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // connectTimeout is set instead
    }

    /** How many seconds the pool waits at its end for the thread that makes connections; with 0 it always complains. */
    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("not by java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    private static Properties properties(DatabaseConfig config) {
        Properties properties = new Properties();
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password());
        properties.setProperty(
                "connectTimeout", Long.toString(config.connectTimeout().toMillis()));
        properties.setProperty(
                "socketTimeout", Long.toString(config.socketTimeout().toMillis()));
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("cachePrepStmts", "true");
        properties.setProperty("prepStmtCacheSize", "100");
        properties.setProperty("prepStmtCacheSqlLimit", "16384");
        properties.setProperty("processEscapeCodesForPrepStmts", "false");
        properties.setProperty("useLocalSessionState", "true");
        properties.setProperty("cacheServerConfiguration", "true");
        properties.setProperty("connectionCollation", "utf8mb4_general_ci");
        properties.setProperty("logger", "com.mysql.cj.log.Slf4JLogger");
        return properties;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.time.Duration;

/**
 * How PostfixAdmin's database is reached.
 *
 * @param url a JDBC URL, {@code jdbc:mysql://host:port/database}; parameters in it win over the defaults of
 *     {@link Connections}
 * @param user who logs in
 * @param password his password
 * @param poolSize connections at most
 * @param poolTimeout how long a caller waits for a connection; default 3 s
 * @param connectTimeout how long making a connection may take; default 2 s
 * @param socketTimeout how long one answer may take; default 10 s
 */
public record DatabaseConfig(
        String url,
        String user,
        String password,
        int poolSize,
        Duration poolTimeout,
        Duration connectTimeout,
        Duration socketTimeout) {

    /** Connections at most, where nothing else is said. */
    public static final int DEFAULT_POOL_SIZE = 10;

    private static final String SCHEME = "jdbc:mysql://";

    public DatabaseConfig {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException("the database's address must begin with " + SCHEME
                    + " (MariaDB is reached in the same way), not with " + schemeOf(url));
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("the database's pool needs at least one connection, not " + poolSize);
        }
    }

    /** The default size and times. */
    public static DatabaseConfig of(String url, String user, String password) {
        return new DatabaseConfig(
                url,
                user,
                password,
                DEFAULT_POOL_SIZE,
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
    }

    /** The same with another number of connections. */
    public DatabaseConfig withPoolSize(int size) {
        return new DatabaseConfig(url, user, password, size, poolTimeout, connectTimeout, socketTimeout);
    }

    /** The address without parameters, which may hold secrets. */
    String address() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    @Override
    public String toString() {
        return "DatabaseConfig[" + address() + ", user=" + user + ", poolSize=" + poolSize + "]";
    }

    private static String schemeOf(String url) {
        int end = url.indexOf("//");
        return end < 0 ? "something else" : url.substring(0, end + 2);
    }
}

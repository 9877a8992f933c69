// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes many mailboxes {@code user0, user1, ...} of one domain into a PostfixAdmin database for load runs, as the panel
 * would write them; rows that exist are left alone.
 *
 * <p>Arguments: {@code JDBC_URL USER PASSWORD_FILE DOMAIN COUNT HASH}. {@code HASH} is the stored password of all of them.
 */
public final class ManyMailboxes {

    private ManyMailboxes() {}

    /** Writes the rows. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 6) {
            throw new IllegalArgumentException("usage: JDBC_URL USER PASSWORD_FILE DOMAIN COUNT HASH");
        }
        String password = Files.readString(Path.of(arguments[2])).strip();
        try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], password)) {
            connection.setAutoCommit(false);
            write(connection, arguments[3], Integer.parseInt(arguments[4]), arguments[5]);
            connection.commit();
        }
    }

    private static void write(Connection connection, String domain, int count, String hash) throws SQLException {
        try (PreparedStatement domains = connection.prepareStatement(
                        "INSERT IGNORE INTO domain (domain, description, transport) VALUES (?, '', 'virtual')");
                PreparedStatement aliases = connection.prepareStatement(
                        "INSERT IGNORE INTO alias (address, goto, domain) VALUES (?, ?, ?)");
                PreparedStatement mailboxes = connection.prepareStatement("INSERT IGNORE INTO mailbox (username,"
                        + " password, name, maildir, local_part, domain) VALUES (?, ?, '', ?, ?, ?)")) {
            domains.setString(1, domain);
            domains.executeUpdate();
            for (int i = 0; i < count; i++) {
                String address = "user" + i + "@" + domain;
                fill(aliases, address, address, domain);
                fill(mailboxes, address, hash, domain + "/user" + i + "/", "user" + i, domain);
            }
            aliases.executeBatch();
            mailboxes.executeBatch();
        }
    }

    private static void fill(PreparedStatement statement, String... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
        statement.addBatch();
    }
}

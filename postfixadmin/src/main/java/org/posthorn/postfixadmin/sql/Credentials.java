// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a login is checked against: a row of {@code mailbox} and the app passwords beside it.
 *
 * @param username the row's name
 * @param password the row's hash
 * @param active whether the mailbox and its domain are both switched on
 * @param maySend whether the user may send, where the panel knows that switch
 * @param expired whether the row's own password has ended, where its domain lets passwords end
 * @param created when the row was created, as text; empty if the panel does not tell
 * @param appPasswords the hashes of {@code mailbox_app_password}
 */
record Credentials(
        String username,
        String password,
        boolean active,
        boolean maySend,
        boolean expired,
        String created,
        List<String> appPasswords) {

    private static final String STATEMENT =
            """
            SELECT m.username, m.password, m.active, d.active, %s, %s, %s, %s
              FROM mailbox m
              LEFT JOIN domain d ON d.domain = m.domain
              %s
             WHERE m.username = %s
            """;

    private static final String NEW_HASH = "UPDATE mailbox SET password = ? WHERE username = %s AND password = ?";

    /** Reads them in one round trip. */
    static Optional<Credentials> find(Connection connection, Schema schema, String username) throws SQLException {
        boolean appPasswords = schema.hasAppPasswords();
        try (PreparedStatement statement = connection.prepareStatement(statement(schema))) {
            statement.setString(1, username);
            if (appPasswords) {
                statement.setString(2, username);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows, username);
            }
        }
    }

    /** Replaces the mailbox's hash, unless it has changed meanwhile; whether it was replaced. */
    static boolean replaceHash(Connection connection, Schema schema, Credentials old, String hash) throws SQLException {
        String statement = String.format(Locale.ROOT, NEW_HASH, schema.comparable("?", "mailbox", "username"));
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            update.setString(1, hash);
            update.setString(2, old.username());
            update.setString(3, old.password());
            return update.executeUpdate() > 0;
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }

    private static Optional<Credentials> read(ResultSet rows, String username) throws SQLException {
        Optional<Credentials> found = Optional.empty();
        List<String> appPasswords = new ArrayList<>();
        while (rows.next()) {
            if (!Address.folded(rows.getString(1)).equals(username)) {
                continue;
            }
            if (found.isEmpty()) {
                found = Optional.of(new Credentials(
                        username,
                        rows.getString(2),
                        rows.getInt(3) != 0 && rows.getInt(4) != 0,
                        rows.getInt(5) != 0,
                        rows.getInt(6) != 0,
                        Optional.ofNullable(rows.getString(7)).orElse(""),
                        appPasswords));
            }
            String hash = rows.getString(8);
            if (hash != null && !hash.isEmpty()) {
                appPasswords.add(hash);
            }
        }
        return found;
    }

    private static String statement(Schema schema) {
        boolean appPasswords = schema.hasAppPasswords();
        boolean expiry = schema.hasPasswordExpiry() && schema.hasColumn("domain", "password_expiry");
        return String.format(
                Locale.ROOT,
                STATEMENT,
                schema.hasSmtpActive() ? "m.smtp_active" : "1",
                expiry ? "(d.password_expiry > 0 AND m.password_expiry < NOW())" : "0",
                JdbcAdmissions.created(schema),
                appPasswords ? "p.password_hash" : "NULL",
                appPasswords
                        ? "LEFT JOIN mailbox_app_password p ON p.username = "
                                + schema.comparable("?", "mailbox_app_password", "username")
                        : "",
                schema.comparable("?", "mailbox", "username"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.quota.Drift.Amount;
import org.posthorn.mailbox.quota.Figures;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.testing.MariaDbFlavour;

/** Mailboxes with limits, and deliveries that change the tables as the store does. */
final class QuotaFixture implements AutoCloseable {

    final StoreFixture fixture;
    final StoreDatabase store;

    QuotaFixture(MariaDbFlavour flavour) {
        fixture = StoreFixture.on(flavour);
        store = fixture.store();
    }

    QuotaFixture empty() {
        fixture.empty().run("DELETE FROM mailbox").run("DELETE FROM {quota}");
        fixture.run("DELETE FROM {state} WHERE name = 'quota2-adopted'");
        return this;
    }

    Usage usage() {
        return new Usage(fixture.database(), store);
    }

    QuotaFixture withMailbox(String name, long quota) {
        fixture.run("REPLACE INTO mailbox (username, password, name, maildir, quota, local_part, domain) VALUES ('"
                + name + "', '', '', '', " + quota + ", '', 'example.test')");
        return this;
    }

    QuotaFixture withLimit(String scope, String name, String column, long value) {
        fixture.run("INSERT INTO {quota} (scope, name, " + column + ") VALUES ('" + scope + "', '" + name + "', "
                + value + ") ON DUPLICATE KEY UPDATE " + column + " = VALUES(" + column + ")");
        return this;
    }

    QuotaFixture withFolder(String owner, String name) {
        fixture.run("INSERT INTO {folder} (owner, namespace, name, uid_validity) VALUES ('" + owner + "', '#private', '"
                + name + "', 1)");
        return this;
    }

    /** Stores a message of that size as a delivery does: folder, message, usage; one transaction. */
    void deliver(Usage usage, String owner, String folder, long size) throws MailboxException {
        store.write(connection -> {
            deliver(connection, usage, owner, folder, size);
            return true;
        });
    }

    void deliver(Connection connection, Usage usage, String owner, String folder, long size)
            throws SQLException, MailboxException {
        String sql = store.tables()
                .sql("UPDATE {folder} SET id = LAST_INSERT_ID(id), last_uid = last_uid + 1, messages = messages + 1,"
                        + " unseen = unseen + 1, bytes = bytes + ? WHERE owner = ? AND name = ?");
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, size);
            update.setBytes(2, owner.getBytes(StandardCharsets.UTF_8));
            update.setString(3, folder);
            update.executeUpdate();
        }
        String insert = store.tables()
                .sql("INSERT INTO {message} (folder_id, uid, content_id, modseq, flags, internal_date, size)"
                        + " SELECT id, last_uid, 0, 0, 0, 0, ? FROM {folder} WHERE id = LAST_INSERT_ID()");
        try (PreparedStatement update = connection.prepareStatement(insert)) {
            update.setLong(1, size);
            update.executeUpdate();
        }
        usage.add(connection, owner, size, 1);
    }

    Figures figures(String owner) throws MailboxException {
        return store.read(connection -> usage().figures(connection, owner));
    }

    /** What a table says, empty without a row. */
    Optional<Amount> row(String table, String owner) throws MailboxException {
        return store.read(connection -> one(
                connection,
                String.format(Locale.ROOT, "SELECT bytes, messages FROM %s WHERE username = '%s'", table, owner)));
    }

    /** What lies in the folders. */
    Amount stored(String owner) throws MailboxException {
        return store.read(connection -> one(
                        connection,
                        "SELECT COALESCE(SUM(bytes), 0), COALESCE(SUM(messages), 0) FROM {folder} WHERE owner = '"
                                + owner + "'"))
                .orElseThrow();
    }

    private Optional<Amount> one(Connection connection, String query) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(store.tables().sql(query));
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(new Amount(row.getLong(1), row.getLong(2))) : Optional.empty();
        }
    }

    @Override
    public void close() {
        fixture.close();
    }
}

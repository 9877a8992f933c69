// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.SubscriptionException;
import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.apache.james.mailbox.store.user.model.Subscription;
import org.posthorn.mailbox.sql.StoreDatabase;

/** Subscriptions, which need no folder behind them. They outlive it, as RFC 3501, 6.3.6 demands. */
@Singleton
public final class SqlSubscriptionMapper implements SubscriptionMapper {

    private final StoreDatabase database;
    private final String save;
    private final String find;
    private final String delete;

    @Inject
    public SqlSubscriptionMapper(StoreDatabase database) {
        this.database = database;
        this.save = database.tables()
                .sql("INSERT INTO {subscription} (owner, name) VALUES (?, ?) ON DUPLICATE KEY UPDATE owner = owner");
        this.find = database.tables().sql("SELECT name FROM {subscription} WHERE owner = ? ORDER BY name");
        this.delete = database.tables().sql("DELETE FROM {subscription} WHERE owner = ? AND name = ?");
    }

    @Override
    public void save(Subscription subscription) throws SubscriptionException {
        change(save, subscription);
    }

    @Override
    public List<Subscription> findSubscriptionsForUser(Username user) throws SubscriptionException {
        try {
            return database.read(connection -> {
                try (PreparedStatement query = connection.prepareStatement(find)) {
                    query.setBytes(1, bytes(user.asString()));
                    return subscriptions(query, user);
                }
            });
        } catch (MailboxException e) {
            throw new SubscriptionException(e);
        }
    }

    @Override
    public void delete(Subscription subscription) throws SubscriptionException {
        change(delete, subscription);
    }

    private void change(String sql, Subscription subscription) throws SubscriptionException {
        try {
            database.write(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setBytes(1, bytes(subscription.getUser().asString()));
                    statement.setBytes(2, bytes(subscription.getMailbox()));
                    return statement.executeUpdate();
                }
            });
        } catch (MailboxException e) {
            throw new SubscriptionException(e);
        }
    }

    private static List<Subscription> subscriptions(PreparedStatement query, Username user) throws SQLException {
        List<Subscription> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(new Subscription(user, FolderPath.text(row.getBytes(1))));
            }
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

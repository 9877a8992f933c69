// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import com.google.common.base.Preconditions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreWork;

/**
 * Annotations of folders (METADATA, RFC 5464). A folder has a handful, so they are always read together.
 *
 * <p>James's interface knows no failure: the store's come as {@link IllegalStateException} with the reason as its cause.
 */
@Singleton
public final class SqlAnnotationMapper implements AnnotationMapper {

    private final StoreDatabase database;
    private final String all;
    private final String insert;
    private final String delete;

    @Inject
    public SqlAnnotationMapper(StoreDatabase database) {
        this.database = database;
        this.all = database.tables().sql("SELECT name, value FROM {annotation} WHERE folder_id = ? ORDER BY name");
        this.insert = database.tables()
                .sql("INSERT INTO {annotation} (folder_id, name, value) VALUES (?, ?, ?)"
                        + " ON DUPLICATE KEY UPDATE value = VALUES(value)");
        this.delete = database.tables().sql("DELETE FROM {annotation} WHERE folder_id = ? AND name = ?");
    }

    @Override
    public List<MailboxAnnotation> getAllAnnotations(MailboxId folder) {
        return read(connection -> annotations(connection, FolderId.of(folder)));
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeys(MailboxId folder, Set<MailboxAnnotationKey> keys) {
        return matching(folder, keys, MailboxAnnotationKey::equals);
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeysWithOneDepth(MailboxId folder, Set<MailboxAnnotationKey> keys) {
        return matching(
                folder,
                keys,
                (key, found) -> isWithin(key, found) && found.countComponents() <= key.countComponents() + 1);
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeysWithAllDepth(MailboxId folder, Set<MailboxAnnotationKey> keys) {
        return matching(folder, keys, SqlAnnotationMapper::isWithin);
    }

    @Override
    public void deleteAnnotation(MailboxId folder, MailboxAnnotationKey key) {
        write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                statement.setLong(1, FolderId.of(folder).value());
                statement.setString(2, key.asString());
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void insertAnnotation(MailboxId folder, MailboxAnnotation annotation) {
        Preconditions.checkArgument(!annotation.isNil(), "an annotation without a value cannot be stored");
        write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setLong(1, FolderId.of(folder).value());
                statement.setString(2, annotation.getKey().asString());
                statement.setString(3, annotation.getValue().orElseThrow());
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public boolean exist(MailboxId folder, MailboxAnnotation annotation) {
        return !getAnnotationsByKeys(folder, Set.of(annotation.getKey())).isEmpty();
    }

    @Override
    public int countAnnotations(MailboxId folder) {
        return getAllAnnotations(folder).size();
    }

    private List<MailboxAnnotation> matching(
            MailboxId folder,
            Set<MailboxAnnotationKey> keys,
            BiPredicate<MailboxAnnotationKey, MailboxAnnotationKey> test) {
        return getAllAnnotations(folder).stream()
                .filter(found -> keys.stream().anyMatch(key -> test.test(key, found.getKey())))
                .toList();
    }

    private static boolean isWithin(MailboxAnnotationKey key, MailboxAnnotationKey found) {
        return found.equals(key) || found.asString().startsWith(key.asString() + "/");
    }

    private List<MailboxAnnotation> annotations(Connection connection, FolderId folder) throws SQLException {
        List<MailboxAnnotation> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(all)) {
            query.setLong(1, folder.value());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(MailboxAnnotation.newInstance(
                            new MailboxAnnotationKey(row.getString(1)), row.getString(2)));
                }
            }
        }
        return found;
    }

    private <T> T read(StoreWork<T> work) {
        try {
            return database.read(work);
        } catch (MailboxException e) {
            throw new IllegalStateException("annotations cannot be read: " + e.getMessage(), e);
        }
    }

    private void write(StoreWork<Integer> work) {
        try {
            database.write(work);
        } catch (MailboxException e) {
            throw new IllegalStateException("annotations cannot be written: " + e.getMessage(), e);
        }
    }
}

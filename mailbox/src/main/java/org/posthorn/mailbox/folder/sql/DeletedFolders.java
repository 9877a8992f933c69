// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.mailbox.sql.StoreWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends folders.
 *
 * <p>One short transaction takes the folder's row away, its messages from the usage of the quota, and leaves a mark: a row
 * of the owner {@code #deleted} whose name is the folder's number. From then on nothing can be added or changed, since every
 * change begins with the folder's row. Its messages follow in chunks, at once or, after a crash, with housekeeping; any
 * number of servers may do so at the same time.
 */
@Singleton
public final class DeletedFolders {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeletedFolders.class);

    private static final String OWNER = "#deleted";
    private static final int MARKS = 100;

    private final StoreDatabase database;
    private final Usage usage;
    private final Validities validities;
    private final FolderContents contents;
    private final String lock;
    private final String count;
    private final String remove;
    private final String mark;
    private final String marks;

    @Inject
    public DeletedFolders(StoreDatabase database, Usage usage) {
        StoreTables tables = database.tables();
        this.database = database;
        this.usage = usage;
        this.validities = new Validities(tables);
        this.contents = new FolderContents(tables);
        this.lock = tables.sql("SELECT owner, namespace, name, uid_validity, messages, bytes FROM {folder}"
                + " WHERE id = ? FOR UPDATE");
        this.count = tables.sql("SELECT messages FROM {folder} WHERE id = ? FOR UPDATE");
        this.remove = tables.sql("DELETE FROM {folder} WHERE id = ?");
        this.mark = tables.sql("INSERT INTO {folder} (owner, namespace, name, uid_validity) VALUES (?, '', ?, 1)");
        this.marks = tables.sql("SELECT id, name FROM {folder} WHERE owner = ? AND namespace = '' AND id > ?"
                + " ORDER BY id LIMIT " + MARKS);
    }

    /**
     * Ends a folder, and empties it. If it cannot be emptied now, that is logged and left to {@link #empty}.
     *
     * @throws MailboxNotFoundException if it is gone already
     */
    public void delete(FolderId folder) throws MailboxException {
        delete(folder, connection -> true);
    }

    /** The same, if what is done first in the same transaction does not fail. */
    public void delete(FolderId folder, StoreWork<?> first) throws MailboxException {
        Mark left = database.write(connection -> {
            first.run(connection);
            return end(connection, folder);
        });
        try {
            empty(left);
        } catch (MailboxException e) {
            LOGGER.warn("folder={} action=empty result=later reason=\"{}\"", folder.value(), e.getMessage());
        }
    }

    /**
     * Ends a folder without messages, as a part of the caller's transaction; what else belongs to it goes with {@link #empty}.
     *
     * @return false, with nothing done, if there are messages in it
     */
    public boolean endIfEmpty(Connection connection, FolderId folder) throws SQLException, MailboxException {
        try (PreparedStatement statement = connection.prepareStatement(count)) {
            statement.setLong(1, folder.value());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getLong(1) > 0) {
                    return false;
                }
            }
        }
        var unused = end(connection, folder);
        return true;
    }

    /** Empties every folder that was deleted. */
    public void empty() throws MailboxException {
        long after = 0;
        for (List<Mark> page = page(after); !page.isEmpty(); page = page(after)) {
            for (Mark mark : page) {
                empty(mark);
                after = mark.id();
            }
        }
    }

    private void empty(Mark mark) throws MailboxException {
        boolean more = true;
        while (more) {
            more = database.write(connection -> contents.removeSome(connection, mark.id(), mark.folder()));
        }
    }

    private Mark end(Connection connection, FolderId folder) throws SQLException, MailboxException {
        takeFromUsage(connection, folder);
        update(connection, remove, folder.value());
        try (PreparedStatement statement = connection.prepareStatement(mark, PreparedStatement.RETURN_GENERATED_KEYS)) {
            statement.setBytes(1, OWNER.getBytes(StandardCharsets.UTF_8));
            statement.setBytes(2, folder.serialize().getBytes(StandardCharsets.UTF_8));
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return new Mark(keys.getLong(1), folder);
            }
        }
    }

    private void takeFromUsage(Connection connection, FolderId folder) throws SQLException, MailboxException {
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            statement.setLong(1, folder.value());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || OWNER.equals(FolderPath.text(row.getBytes("owner")))) {
                    throw new MailboxNotFoundException(folder);
                }
                MailboxPath path = MailboxRow.path(row);
                UidValidity validity = UidValidity.of(row.getLong("uid_validity"));
                String owner = FolderPath.text(row.getBytes("owner"));
                usage.subtract(connection, owner, row.getLong("bytes"), row.getLong("messages"));
                validities.remember(connection, FolderPath.of(path), validity);
            }
        }
    }

    private List<Mark> page(long after) throws MailboxException {
        return database.read(connection -> {
            List<Mark> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(marks)) {
                query.setBytes(1, OWNER.getBytes(StandardCharsets.UTF_8));
                query.setLong(2, after);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new Mark(
                                row.getLong(1), new FolderId(Long.parseLong(FolderPath.text(row.getBytes(2))))));
                    }
                }
            }
            return found;
        });
    }

    private static void update(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    /** The row that is left of a folder, and the folder it stands for. */
    private record Mark(long id, FolderId folder) {}
}

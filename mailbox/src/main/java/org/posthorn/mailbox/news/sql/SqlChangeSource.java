// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.news.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.news.ChangeSource;
import org.posthorn.mailbox.news.FolderHead;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreTables;

/** Reads changes from the rows of folders and messages and from the log of expunges, in the order of MODSEQ. */
@Singleton
public final class SqlChangeSource implements ChangeSource {

    private static final Map<Integer, Flag> FLAGS =
            Map.of(1, Flag.ANSWERED, 2, Flag.DELETED, 4, Flag.DRAFT, 8, Flag.FLAGGED, 16, Flag.SEEN, 32, Flag.RECENT);

    private final StoreDatabase database;
    private final String heads;
    private final String changed;
    private final String expunged;

    @Inject
    public SqlChangeSource(StoreDatabase database) {
        StoreTables tables = database.tables();
        this.database = database;
        this.heads =
                tables.sql("SELECT id, owner, namespace, name, highest_modseq, last_uid FROM {folder} WHERE id IN ");
        this.changed = tables.sql("SELECT uid, modseq, flags, keywords, internal_date, save_date, size, content_id,"
                + " thread_id FROM {message} FORCE INDEX (by_modseq)"
                + " WHERE folder_id = ? AND modseq >= ? AND (modseq > ? OR uid > ?)"
                + " ORDER BY modseq, uid LIMIT " + PAGE);
        this.expunged = tables.sql("SELECT modseq, uid FROM {expunged}"
                + " WHERE folder_id = ? AND modseq >= ? AND (modseq > ? OR uid > ?)"
                + " ORDER BY modseq, uid LIMIT " + PAGE);
    }

    @Override
    public Map<FolderId, FolderHead> heads(Collection<FolderId> folders) throws MailboxException {
        if (folders.isEmpty()) {
            return Map.of();
        }
        // Plain numbers, not parameters: the list's length changes all the time.
        String ids = folders.stream().map(FolderId::serialize).collect(Collectors.joining(",", "(", ")"));
        return database.read(connection -> {
            Map<FolderId, FolderHead> found = new HashMap<>();
            try (PreparedStatement query = connection.prepareStatement(heads + ids);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.put(
                            new FolderId(row.getLong("id")),
                            new FolderHead(path(row), row.getLong("highest_modseq"), row.getLong("last_uid")));
                }
            }
            return found;
        });
    }

    @Override
    public List<MessageMetaData> changed(FolderId folder, Position after) throws MailboxException {
        return page(changed, folder, after, SqlChangeSource::message);
    }

    @Override
    public List<Position> expunged(FolderId folder, Position after) throws MailboxException {
        return page(expunged, folder, after, row -> new Position(row.getLong("modseq"), row.getLong("uid")));
    }

    private <T> List<T> page(String sql, FolderId folder, Position after, RowReader<T> reader) throws MailboxException {
        return database.read(connection -> page(connection, sql, folder, after, reader));
    }

    private static <T> List<T> page(
            Connection connection, String sql, FolderId folder, Position after, RowReader<T> reader)
            throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, folder.value());
            query.setLong(2, after.modSeq());
            query.setLong(3, after.modSeq());
            query.setLong(4, after.uid());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(reader.read(row));
                }
            }
        }
        return found;
    }

    private static MessageMetaData message(ResultSet row) throws SQLException {
        long saved = row.getLong("save_date");
        Optional<Date> saveDate = row.wasNull() ? Optional.empty() : Optional.of(new Date(saved));
        return new MessageMetaData(
                MessageUid.of(row.getLong("uid")),
                ModSeq.of(row.getLong("modseq")),
                flags(row.getInt("flags"), row.getString("keywords")),
                row.getLong("size"),
                new Date(row.getLong("internal_date")),
                saveDate,
                new ContentId(row.getLong("content_id")),
                new ThreadId(new ContentId(row.getLong("thread_id"))));
    }

    private static Flags flags(int bits, @Nullable String keywords) {
        Flags flags = new Flags();
        FLAGS.forEach((bit, flag) -> {
            if ((bits & bit) != 0) {
                flags.add(flag);
            }
        });
        if (keywords != null && !keywords.isEmpty()) {
            for (String keyword : keywords.split(" ", -1)) {
                flags.add(keyword);
            }
        }
        return flags;
    }

    private static MailboxPath path(ResultSet row) throws SQLException {
        String owner = text(row, "owner");
        return new MailboxPath(text(row, "namespace"), owner.isBlank() ? null : Username.of(owner), text(row, "name"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return new String(row.getBytes(column), StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}

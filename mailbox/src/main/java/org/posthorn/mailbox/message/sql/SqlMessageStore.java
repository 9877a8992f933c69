// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.DeliveryKey;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreRefusedException;
import org.posthorn.mailbox.message.Append;
import org.posthorn.mailbox.message.Appended;
import org.posthorn.mailbox.message.FlagBits;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.mailbox.sql.ContentIds;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreTables;

/**
 * Stores messages, each in one transaction: thread, content and body; then, from the lock of the folder's row on, UID and
 * MODSEQ, the message's row and the owner's usage. A small message costs six round trips with its COMMIT.
 */
@Singleton
public final class SqlMessageStore {

    /** How often a delivery whose key was there, and then was not, is begun anew. */
    private static final int ATTEMPTS = 5;

    private final StoreDatabase database;
    private final ContentIds ids;
    private final Usage usage;
    private final Clock clock;
    private final Threads threads;
    private final ContentWriter contents;
    private final FolderRows folders;
    private final MessageRows messages;
    private final Keywords keywords;
    private final FlagUpdates flags;
    private final Recents recents;
    private final Expunges expunges;
    private final Transfers transfers;
    private final String insert;
    private final String delivered;

    @Inject
    public SqlMessageStore(StoreDatabase database, ContentIds ids, Usage usage, Clock clock) {
        StoreTables tables = database.tables();
        this.database = database;
        this.ids = ids;
        this.usage = usage;
        this.clock = clock;
        this.threads = new Threads(tables);
        this.contents = new ContentWriter(tables);
        this.folders = new FolderRows(tables);
        this.messages = new MessageRows(tables);
        this.keywords = new Keywords(tables);
        ContentRefs refs = new ContentRefs(tables);
        this.flags = new FlagUpdates(database, folders, messages, keywords);
        this.recents = new Recents(database, folders);
        this.expunges = new Expunges(database, folders, messages, refs, usage, clock);
        this.transfers = new Transfers(database, folders, messages, refs, expunges, keywords, usage, clock);
        this.insert = tables.sql(
                "INSERT INTO {message} (folder_id, uid, content_id, modseq, flags, keywords,"
                        + " internal_date, save_date, size, thread_id)"
                        + " SELECT id, LAST_INSERT_ID(last_uid), ?, highest_modseq, ?, ?, ?, ?, ?, ? FROM {folder} WHERE id = ?");
        this.delivered = tables.sql("SELECT " + MessageRow.COLUMNS + " FROM {content} c"
                + " JOIN {message} m ON m.content_id = c.id JOIN {folder} f ON f.id = m.folder_id"
                + " WHERE c.delivery = ? ORDER BY m.folder_id = ? DESC LIMIT 1");
    }

    /**
     * Stores a message.
     *
     * @throws org.apache.james.mailbox.exception.MailboxNotFoundException if the folder has gone, or to another owner
     * @throws org.apache.james.mailbox.exception.OverQuotaException if the owner has no room for it
     * @throws org.posthorn.mailbox.StoreUnavailableException if it may succeed later; nothing is stored then, or, with a
     *     delivery key, it does not matter if it was
     */
    public Appended append(Append message) throws MailboxException {
        for (int attempt = 1; ; attempt++) {
            try {
                return new Appended(insert(message, ids.take().value()).metaData(), true);
            } catch (StoreRefusedException e) {
                if (!e.isDuplicate() || message.delivery().isEmpty()) {
                    throw e;
                }
                Optional<MessageRow> earlier = delivered(
                        message.delivery().get(), FolderId.of(message.folder().getMailboxId()));
                if (earlier.isPresent()) {
                    return new Appended(earlier.get().metaData(), false);
                }
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    StoreDatabase database() {
        return database;
    }

    FolderRows folders() {
        return folders;
    }

    MessageRows messages() {
        return messages;
    }

    FlagUpdates flags() {
        return flags;
    }

    Recents recents() {
        return recents;
    }

    Expunges expunges() {
        return expunges;
    }

    Transfers transfers() {
        return transfers;
    }

    Keywords keywords() {
        return keywords;
    }

    /** Stores a message under this identity. */
    MessageRow insert(Append message, long content) throws MailboxException {
        Inserted inserted = database.write(connection -> insert(connection, message, content));
        keywords.committed(inserted.keywords());
        return inserted.row();
    }

    private Inserted insert(Connection connection, Append message, long content) throws SQLException, MailboxException {
        String owner = message.folder().getUser().asString();
        long folder = FolderId.of(message.folder().getMailboxId()).value();
        long size = message.parsed().size();
        long thread = threads.find(connection, owner, message.parsed(), content);
        contents.write(connection, content, thread, message);
        int bits = FlagBits.of(message.flags());
        boolean isUnseen = (bits & FlagBits.SEEN) == 0;
        long modSeq = folders.append(connection, message.folder(), isUnseen, size);
        MessageRow row = new MessageRow(
                folder,
                0,
                content,
                thread,
                modSeq,
                bits,
                FlagBits.keywords(message.flags()),
                message.internalDate().getTime(),
                Optional.of(clock.millis()),
                size);
        long uid = insert(connection, row);
        List<Keywords.Use> added = keywords.note(connection, folder, List.of(message.flags()));
        usage.add(connection, owner, size, 1);
        return new Inserted(row.withUid(uid), added);
    }

    private long insert(Connection connection, MessageRow row) throws SQLException {
        return Sql.updateForId(
                        connection,
                        insert,
                        row.content(),
                        row.bits(),
                        row.keywordsOrNull(),
                        row.internalDate(),
                        row.saveDate().orElseThrow(),
                        row.size(),
                        row.thread(),
                        row.folder())
                .orElseThrow(() -> new SQLException("a message got no UID"));
    }

    private Optional<MessageRow> delivered(DeliveryKey key, FolderId folder) throws MailboxException {
        return database.read(
                connection -> Sql.first(connection, delivered, MessageRow::read, key.bytes(), folder.value()));
    }

    private record Inserted(MessageRow row, List<Keywords.Use> keywords) {}
}

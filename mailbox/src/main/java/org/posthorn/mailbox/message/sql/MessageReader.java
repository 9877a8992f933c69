// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.posthorn.mailbox.sql.StoreDatabase;

/** Reads messages: of every one its row; of those that are fetched with more than that, the contents of a batch at once. */
final class MessageReader {

    /** So many headers and structures, of at most a quarter of a megabyte each, are in memory at once. */
    private static final int CONTENTS = 32;

    private final StoreDatabase database;
    private final MessageRows messages;
    private final SqlContents contents;

    MessageReader(StoreDatabase database, MessageRows messages, SqlContents contents) {
        this.database = database;
        this.messages = messages;
        this.contents = contents;
    }

    Iterator<MailboxMessage> range(long folder, MessageRange range, FetchType type, int limit) {
        long from = from(range);
        long to = to(range);
        int size = type == FetchType.METADATA ? MessageRows.CHUNK : CONTENTS;
        return new Batches<>(
                (next, count) -> next > to ? List.of() : batch(folder, next, to, count, type),
                message -> message.getUid().asLong(),
                from,
                size,
                limit);
    }

    /** The messages of these rows, with their contents unless only metadata are wanted. */
    List<MailboxMessage> messages(Collection<MessageRow> rows, FetchType type) throws MailboxException {
        Map<Long, ContentRow> loaded = type == FetchType.METADATA
                ? Map.of()
                : contents.rows(rows.stream().map(MessageRow::content).toList());
        return rows.stream()
                .<MailboxMessage>map(row -> new SqlMailboxMessage(
                        row,
                        Optional.ofNullable(loaded.get(row.content()))
                                .map(content -> new SqlContent(contents, content))
                                .orElseGet(() -> contents.lazily(row.content()))))
                .toList();
    }

    static long from(MessageRange range) {
        return range.getUidFrom().asLong();
    }

    static long to(MessageRange range) {
        return range.getUidTo().asLong();
    }

    private List<MailboxMessage> batch(long folder, long from, long to, int count, FetchType type)
            throws MailboxException {
        return messages(database.read(connection -> messages.batch(connection, folder, from, to, count)), type);
    }
}

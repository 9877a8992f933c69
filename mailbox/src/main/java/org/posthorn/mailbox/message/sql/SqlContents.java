// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.structure.ContentSource;
import org.posthorn.mailbox.structure.StoredContent;

/** The contents in the database. What is asked for is read when it is asked for; no connection is held between. */
@Singleton
public final class SqlContents implements ContentSource {

    /** The bytes in every part of a body but the last, which has the rest. */
    static final int PART_SIZE = 512 * 1024;

    /** A body does not change: what was whole need not be looked at each time that a piece of it is fetched. */
    private static final int REMEMBERED = 20_000;

    private final StoreDatabase database;
    private final Cache<Long, Boolean> whole =
            CacheBuilder.newBuilder().maximumSize(REMEMBERED).build();
    private final String find;
    private final String among;
    private final String part;
    private final String lengths;

    @Inject
    public SqlContents(StoreDatabase database) {
        this.database = database;
        this.find =
                database.tables().sql("SELECT id, size, header_size, structure, header FROM {content} WHERE id = ?");
        this.among =
                database.tables().sql("SELECT id, size, header_size, structure, header FROM {content} WHERE id IN ");
        this.lengths =
                database.tables().sql("SELECT part, LENGTH(data) FROM {body} WHERE content_id = ? ORDER BY part");
        this.part = database.tables().sql("SELECT SUBSTRING(data, ?, ?) FROM {body} WHERE content_id = ? AND part = ?");
    }

    @Override
    public Optional<StoredContent> find(ContentId id) throws MailboxException {
        return row(id.value()).map(row -> new SqlContent(this, row));
    }

    /** The content of that identity, read when it is needed. */
    SqlContent lazily(long id) {
        return new SqlContent(this, id);
    }

    Optional<ContentRow> row(long id) throws MailboxException {
        return database.read(connection -> Sql.first(connection, find, ContentRow::read, id));
    }

    /** Those of these contents that are there. */
    Map<Long, ContentRow> rows(Collection<Long> ids) throws MailboxException {
        return ids.isEmpty()
                ? Map.of()
                : database
                        .read(connection -> Sql.list(connection, among + Sql.in(Set.copyOf(ids)), ContentRow::read))
                        .stream()
                        .collect(Collectors.toMap(ContentRow::id, row -> row));
    }

    /** At most {@code length} bytes of a part of a body from this place on; absent where there is no such part. */
    Optional<byte[]> bytes(long id, long number, int from, int length) throws MailboxException {
        return database.read(
                connection -> Sql.first(connection, part, row -> row.getBytes(1), from + 1, length, id, number));
    }

    /** Whether a body of so many bytes has all its parts in their lengths. */
    boolean isWhole(long id, long size) throws MailboxException {
        if (whole.getIfPresent(id) != null) {
            return true;
        }
        List<long[]> parts = database.read(
                connection -> Sql.list(connection, lengths, row -> new long[] {row.getLong(1), row.getLong(2)}, id));
        long found = 0;
        for (long[] each : parts) {
            boolean inPlace = each[0] * PART_SIZE == found && each[1] == Math.min(PART_SIZE, size - found);
            if (!inPlace) {
                return false;
            }
            found += each[1];
        }
        if (found == size) {
            whole.put(id, true);
        }
        return found == size;
    }
}

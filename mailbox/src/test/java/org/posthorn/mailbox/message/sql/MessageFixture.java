// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.posthorn.mailbox.DeliveryKey;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.message.Append;
import org.posthorn.mailbox.message.Appended;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.mailbox.sql.ContentIds;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.structure.MessageParser;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.postfixadmin.sql.Database;

/** The store of messages as one server has it, over tables that several may share. */
final class MessageFixture {

    static final Date DATE = new Date(1_700_000_000_000L);

    final StoreDatabase database;
    final SqlMessageStore store;
    final SqlContents contents;
    final SqlMessageMapper mapper;
    final SqlMessageIdMapper idMapper;

    MessageFixture(Database panel, StoreDatabase database, Clock clock) {
        this.database = database;
        store = new SqlMessageStore(database, new ContentIds(database), new Usage(panel, database), clock);
        contents = new SqlContents(database);
        mapper = new SqlMessageMapper(store, contents);
        idMapper = new SqlMessageIdMapper(store, contents);
    }

    MessageFixture(StoreFixture fixture) {
        this(fixture.database(), fixture.store(), Clock.systemUTC());
    }

    Mailbox folder(String owner, String name) {
        try {
            long id = database.write(connection -> {
                Sql.update(
                        connection,
                        database.tables()
                                .sql("INSERT INTO {folder} (owner, namespace, name, uid_validity)"
                                        + " VALUES (?, '#private', ?, 42)"),
                        owner.getBytes(StandardCharsets.UTF_8),
                        name.getBytes(StandardCharsets.UTF_8));
                return Sql.list(connection, "SELECT LAST_INSERT_ID()", row -> row.getLong(1))
                        .get(0);
            });
            return new Mailbox(MailboxPath.forUser(Username.of(owner), name), UidValidity.of(42), new FolderId(id));
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    Appended append(Mailbox folder, byte[] bytes, Flags flags, Optional<DeliveryKey> key) throws MailboxException {
        return append(folder, RawMessage.of(bytes), flags, key);
    }

    Appended append(Mailbox folder, RawMessage raw, Flags flags, Optional<DeliveryKey> key) throws MailboxException {
        try {
            return store.append(new Append(folder, raw, MessageParser.parse(raw), flags, DATE, key));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Appended append(Mailbox folder, String text, Flags flags) throws MailboxException {
        return append(folder, bytes(text), flags, Optional.empty());
    }

    Appended append(Mailbox folder, String text) throws MailboxException {
        return append(folder, text, new Flags());
    }

    List<MailboxMessage> messages(Mailbox folder, FetchType type) {
        List<MailboxMessage> found = new ArrayList<>();
        mapper.findInMailbox(folder, MessageRange.all(), type, -1).forEachRemaining(found::add);
        return found;
    }

    List<Long> uids(Mailbox folder) {
        return messages(folder, FetchType.METADATA).stream()
                .map(message -> message.getUid().asLong())
                .toList();
    }

    /** The first column of the only row; names in braces are the store's tables. */
    long number(String query) {
        return numbers(query).get(0);
    }

    List<Long> numbers(String query) {
        try {
            return database.read(
                    connection -> Sql.list(connection, database.tables().sql(query), row -> row.getLong(1)));
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    static long id(Mailbox folder) {
        return FolderId.of(folder.getMailboxId()).value();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreSchema;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.mailbox.structure.ContentSource;
import org.posthorn.mailbox.structure.MessageParser;
import org.posthorn.mailbox.structure.ParsedMessage;
import org.posthorn.mailbox.structure.Part;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.mailbox.structure.StoredContent;
import org.posthorn.mailbox.structure.StructureCodec;
import org.posthorn.postfixadmin.james.sql.OwnTables;
import org.posthorn.postfixadmin.james.sql.PanelSettings;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.DatabaseConfig;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

/** The rows that a search reads, in a database of their own, and the bytes of the messages in memory. */
final class SearchFixture implements AutoCloseable {

    private static final String SCHEMA = "search_store";

    final SqlMessageSearchIndex index;
    final StoreDatabase store;
    final Map<Long, StoredContent> contents = new HashMap<>();
    int reads;
    private final Database database;
    private long lastContent;

    SearchFixture(MariaDbFlavour flavour) throws MailboxException {
        MariaDbServer server = MariaDbServer.shared(flavour);
        String url = server.createDatabase("search_panel");
        server.execute("", "DROP DATABASE IF EXISTS " + SCHEMA);
        PanelSettings settings = PanelSettings.DEFAULT.withOwnSchema(SCHEMA);
        database = new Database(DatabaseConfig.of(url, server.user(), server.password()));
        store = new StoreDatabase(database, new StoreTables(settings));
        new StoreSchema(new OwnTables(database, settings), store).create();
        ContentSource source = id -> {
            reads++;
            return Optional.ofNullable(contents.get(id.value()));
        };
        index = new SqlMessageSearchIndex(store, source);
    }

    static Mailbox folder(long id) {
        return new Mailbox(MailboxPath.forUser(Username.of("ann"), "folder" + id), UidValidity.of(1), new FolderId(id));
    }

    /** A message of folder 1 that is its own row; lines end with line feeds. */
    Row message(long uid, String text) throws Exception {
        return new Row(uid, text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        database.close();
    }

    /** A row to be inserted. */
    final class Row {

        private final long uid;
        private final byte[] bytes;
        private long folder = 1;
        private int flags;
        private String keywords = "";
        private long date = 1_000_000_000_000L;
        private Optional<Long> saved = Optional.empty();
        private long modSeq = 1;
        private Optional<ContentId> content = Optional.empty();

        Row(long uid, byte[] bytes) {
            this.uid = uid;
            this.bytes = bytes;
        }

        Row folder(long value) {
            folder = value;
            return this;
        }

        Row flags(int value) {
            flags = value;
            return this;
        }

        Row keywords(String value) {
            keywords = value;
            return this;
        }

        Row date(String instant) {
            date = Instant.parse(instant).toEpochMilli();
            return this;
        }

        Row saved(String instant) {
            saved = Optional.of(Instant.parse(instant).toEpochMilli());
            return this;
        }

        Row modSeq(long value) {
            modSeq = value;
            return this;
        }

        Row of(ContentId other) {
            content = Optional.of(other);
            return this;
        }

        ContentId add() throws MailboxException, IOException {
            ParsedMessage parsed = MessageParser.parse(RawMessage.of(bytes));
            ContentId id = content.orElseGet(() -> new ContentId(++lastContent));
            contents.putIfAbsent(id.value(), new InMemory(bytes, parsed));
            store.write(connection -> {
                if (content.isEmpty()) {
                    insertContent(connection, id, parsed);
                }
                insert(
                        connection,
                        "INSERT INTO {message} (folder_id, uid, content_id, modseq, flags, keywords, internal_date,"
                                + " save_date, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        folder,
                        uid,
                        id.value(),
                        modSeq,
                        flags,
                        keywords.isEmpty() ? null : keywords,
                        date,
                        saved.orElse(null),
                        (long) bytes.length);
                return true;
            });
            return id;
        }

        private void insertContent(Connection connection, ContentId id, ParsedMessage parsed) throws SQLException {
            var text = parsed.text();
            insert(
                    connection,
                    "INSERT INTO {content} (id, thread_id, refs, size, header_size, body_lines, sent_at, sent_day, subject, base_subject,"
                            + " from_text, to_text, cc_text, bcc_text, from_mailbox, to_mailbox, cc_mailbox, structure, header)"
                            + " VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    id.value(),
                    id.value(),
                    parsed.size(),
                    parsed.headerSize(),
                    parsed.bodyLines(),
                    parsed.sent().map(sent -> sent.instant().toEpochMilli()).orElse(null),
                    parsed.sent().map(sent -> sent.day().toString()).orElse(null),
                    text.subject(),
                    text.baseSubject(),
                    text.from(),
                    text.to(),
                    text.cc(),
                    text.bcc(),
                    text.fromMailbox(),
                    text.toMailbox(),
                    text.ccMailbox(),
                    StructureCodec.encode(parsed.structure()),
                    parsed.header());
        }

        private void insert(Connection connection, String sql, Object... values) throws SQLException {
            try (PreparedStatement insert =
                    connection.prepareStatement(store.tables().sql(sql))) {
                for (int i = 0; i < values.length; i++) {
                    insert.setObject(i + 1, values[i]);
                }
                insert.executeUpdate();
            }
        }
    }

    private record InMemory(byte[] bytes, ParsedMessage parsed) implements StoredContent {

        @Override
        public byte[] header() {
            return parsed.header();
        }

        @Override
        public Part structure() {
            return parsed.structure();
        }

        @Override
        public InputStream openRange(long from, long to) {
            return new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) from, (int) to));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.message.Append;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.mailbox.structure.HeaderText;
import org.posthorn.mailbox.structure.ParsedMessage;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.mailbox.structure.StructureCodec;

/**
 * Writes what a message consists of: a small one whole into its content's row, of a larger one the header there and the
 * body part by part, so that no more than one part is in memory.
 */
final class ContentWriter {

    /** The bytes up to which a message needs no row for its body. Reading headers reads these bytes too. */
    private static final int SMALL = 32 * 1024;

    private final String content;
    private final String body;

    ContentWriter(StoreTables tables) {
        content = tables.sql("INSERT INTO {content} (id, thread_id, refs, size, header_size, body_lines, delivery,"
                + " sent_at, sent_day, subject, base_subject, from_text, to_text, cc_text, bcc_text, from_mailbox,"
                + " to_mailbox, cc_mailbox, structure, header) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?, ?, ?)");
        body = tables.sql("INSERT INTO {body} (content_id, part, data) VALUES (?, ?, ?)");
    }

    void write(Connection connection, long id, long thread, Append message) throws SQLException, MailboxException {
        ParsedMessage parsed = message.parsed();
        HeaderText text = parsed.text();
        @Nullable
        Object delivery = message.delivery().map(key -> (Object) key.bytes()).orElse(null);
        @Nullable
        Object sentAt = parsed.sent()
                .map(sent -> (Object) sent.instant().toEpochMilli())
                .orElse(null);
        @Nullable
        Object sentDay =
                parsed.sent().map(sent -> (Object) sent.day().toString()).orElse(null);
        byte[] first = first(message.raw(), parsed);
        Sql.update(
                connection,
                content,
                id,
                thread,
                parsed.size(),
                parsed.headerSize(),
                parsed.bodyLines(),
                delivery,
                sentAt,
                sentDay,
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
                first);
        body(connection, id, message.raw(), parsed.size(), first.length);
    }

    /** What goes into the content's row: the message, or its header. */
    private static byte[] first(RawMessage raw, ParsedMessage parsed) throws MailboxException {
        if (parsed.size() > SMALL || parsed.size() == parsed.header().length) {
            return parsed.header();
        }
        try (InputStream in = raw.open()) {
            byte[] all = in.readNBytes((int) parsed.size());
            if (all.length < parsed.size()) {
                throw tooShort();
            }
            return all;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void body(Connection connection, long id, RawMessage raw, long size, int from)
            throws SQLException, MailboxException {
        long left = size - from;
        if (left == 0) {
            return;
        }
        try (InputStream in = raw.open()) {
            in.skipNBytes(from);
            for (int part = 0; left > 0; part++) {
                byte[] data = in.readNBytes((int) Math.min(left, SqlContents.PART_SIZE));
                if (data.length == 0) {
                    throw tooShort();
                }
                Sql.update(connection, body, id, part, data);
                left -= data.length;
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static MailboxException tooShort() {
        return new MailboxException("a message became shorter while it was stored");
    }

    private static MailboxException unreadable(IOException e) {
        return new MailboxException("a message cannot be read to be stored: " + e.getMessage(), e);
    }
}

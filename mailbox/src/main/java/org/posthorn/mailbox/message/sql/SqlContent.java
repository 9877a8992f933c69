// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.structure.Part;
import org.posthorn.mailbox.structure.StoredContent;
import org.posthorn.mailbox.structure.StructureCodec;

/** One content: its row, read once when it is first needed, and the parts of its body, read as often as they are asked for. */
final class SqlContent implements StoredContent {

    private final SqlContents contents;
    private final long id;
    private @Nullable ContentRow row;
    private @Nullable Part structure;

    SqlContent(SqlContents contents, long id) {
        this.contents = contents;
        this.id = id;
    }

    SqlContent(SqlContents contents, ContentRow row) {
        this(contents, row.id());
        this.row = row;
    }

    @Override
    public byte[] header() throws IOException {
        return row().header();
    }

    /** The bytes of the header block with its empty line. */
    long headerSize() throws IOException {
        return row().headerSize();
    }

    @Override
    public Part structure() throws IOException {
        Part known = structure;
        if (known == null) {
            try {
                known = StructureCodec.decode(row().structure());
            } catch (IOException e) {
                throw e.getCause() == null ? new IOException(e.getMessage() + ", content " + id, e) : e;
            }
            structure = known;
        }
        return known;
    }

    @Override
    public InputStream openRange(long from, long to) throws IOException {
        ContentRow known = row();
        long end = Math.min(to, known.size());
        if (from >= end) {
            return InputStream.nullInputStream();
        }
        if (end <= known.first().length) {
            return new ByteArrayInputStream(known.first(), (int) from, (int) (end - from));
        }
        return new ContentStream(this, from, end);
    }

    /** As many bytes from this place on as lie together and are wanted: of the first ones, or of one part of the body. */
    byte[] piece(long from, long to) throws IOException {
        byte[] first = row().first();
        if (from < first.length) {
            return Arrays.copyOfRange(first, (int) from, (int) Math.min(to, first.length));
        }
        long inBody = from - first.length;
        long part = inBody / SqlContents.PART_SIZE;
        int start = (int) (inBody % SqlContents.PART_SIZE);
        int length = (int) Math.min(to - from, SqlContents.PART_SIZE - start);
        byte[] data;
        try {
            data = contents.bytes(id, part, start, length).orElseThrow(() -> damaged(part, "is missing"));
        } catch (MailboxException e) {
            throw new IOException("content " + id + " cannot be read now: " + e.getMessage(), e);
        }
        if (data.length != length) {
            throw damaged(part, "is too short");
        }
        return data;
    }

    private ContentRow row() throws IOException {
        ContentRow known = row;
        if (known == null) {
            try {
                known = contents.row(id).orElseThrow(() -> new IOException("there is no content " + id + " any more"));
            } catch (MailboxException e) {
                throw new IOException("content " + id + " cannot be read now: " + e.getMessage(), e);
            }
            row = known;
        }
        return known;
    }

    private IOException damaged(long part, String what) {
        return new IOException("the body of content " + id + " is damaged: part " + part + " " + what);
    }
}

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

    /** Where less is asked for, this much is read: the parts of a message with thousands of them lie side by side. */
    private static final int AHEAD = 64 * 1024;

    private final SqlContents contents;
    private final long id;
    private byte[] ahead = {};
    private long aheadFrom;
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

    @Override
    public void check() throws IOException {
        ContentRow known = row();
        long inBody = known.size() - known.first().length;
        try {
            if (inBody > 0 && !contents.isWhole(id, inBody)) {
                throw new IOException("the body of content " + id + " is damaged: bytes are missing");
            }
        } catch (MailboxException e) {
            throw new IOException("content " + id + " cannot be read now: " + e.getMessage(), e);
        }
    }

    /** As many bytes from this place on as lie together and are wanted: of the first ones, or of one part of the body. */
    byte[] piece(long from, long to) throws IOException {
        byte[] first = row().first();
        if (from < first.length) {
            return Arrays.copyOfRange(first, (int) from, (int) Math.min(to, first.length));
        }
        if (from >= aheadFrom && from < aheadFrom + ahead.length) {
            int start = (int) (from - aheadFrom);
            return Arrays.copyOfRange(ahead, start, (int) Math.min(ahead.length, start + to - from));
        }
        if (to - from >= AHEAD) {
            return stored(from - first.length, to - from, to - from);
        }
        ahead = stored(from - first.length, to - from, Math.min(AHEAD, row().size() - from));
        aheadFrom = from;
        return Arrays.copyOf(ahead, (int) Math.min(ahead.length, to - from));
    }

    /** Bytes of the body from that place on up to the end of the part that they are in: what is needed, and what there is up to most. */
    private byte[] stored(long inBody, long needed, long most) throws IOException {
        long part = inBody / SqlContents.PART_SIZE;
        int start = (int) (inBody % SqlContents.PART_SIZE);
        int left = SqlContents.PART_SIZE - start;
        byte[] data;
        try {
            data = contents.bytes(id, part, start, (int) Math.min(most, left))
                    .orElseThrow(() -> damaged(part, "is missing"));
        } catch (MailboxException e) {
            throw new IOException("content " + id + " cannot be read now: " + e.getMessage(), e);
        }
        if (data.length < Math.min(needed, left)) {
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

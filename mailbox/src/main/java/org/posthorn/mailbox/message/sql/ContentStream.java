// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A range of a content, read piece by piece as far as it is used; skipping reads nothing. */
final class ContentStream extends InputStream {

    private final SqlContent content;
    private final long end;
    private long position;
    private byte[] piece = {};
    private int next;

    ContentStream(SqlContent content, long from, long end) {
        this.content = content;
        this.position = from;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        if (!fill()) {
            return -1;
        }
        position++;
        return piece[next++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, piece.length - next);
        System.arraycopy(piece, next, bytes, from, count);
        next += count;
        position += count;
        return count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, end - position));
        if (skipped <= piece.length - next) {
            next += (int) skipped;
        } else {
            piece = new byte[0];
            next = 0;
        }
        position += skipped;
        return skipped;
    }

    /** What can be read without asking the database. */
    @Override
    public int available() {
        return piece.length - next;
    }

    private boolean fill() throws IOException {
        if (position >= end) {
            return false;
        }
        if (next == piece.length) {
            piece = content.piece(position, end);
            next = 0;
        }
        return true;
    }
}

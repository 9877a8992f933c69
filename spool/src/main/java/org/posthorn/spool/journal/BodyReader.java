// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads a body straight from its segments, as often as wanted, also when the item is done meanwhile: the segments are
 * kept for it until it is closed. One that is forgotten gives its files free when it is collected as garbage.
 */
public final class BodyReader implements Closeable {
    private final Body body;
    private final long size;
    private final List<Location> parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The journal's lock is held. */
    BodyReader(Body body) {
        this.body = body;
        this.size = body.size();
        this.parts = List.copyOf(body.parts());
        parts.forEach(part -> part.segment().lease());
    }

    public Body body() {
        return body;
    }

    /** Length in bytes. */
    public long size() {
        return size;
    }

    /** A new stream from the first byte; every record's checksum is verified before its bytes are given out. */
    public InputStream open() {
        return new Stream();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            parts.forEach(part -> part.segment().unlease());
        }
    }

    private final class Stream extends InputStream {
        private int next;
        private byte[] record = new byte[0];
        private int position;

        @Override
        public int read() throws IOException {
            return fill() ? record[position++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, record.length - position);
            System.arraycopy(record, position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public int available() {
            return record.length - position;
        }

        private boolean fill() throws IOException {
            while (position == record.length) {
                if (next == parts.size()) {
                    record = new byte[0];
                    position = 0;
                    return false;
                }
                record = parts.get(next++).read();
                position = Records.HEADER + Records.BODY_HEAD;
            }
            return true;
        }
    }
}

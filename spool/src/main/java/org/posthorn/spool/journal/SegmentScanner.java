// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads the records of one segment in their order. Where there is none, it looks for the segment's marker further on
 * and reports what it left out; what follows the last whole record is the end.
 */
final class SegmentScanner {
    private static final int WINDOW = 1024 * 1024;

    private final Segment segment;
    private final Visitor visitor;
    private final long length;
    private byte[] window = new byte[0];
    private long windowStart;

    /** Told of everything that is found. */
    interface Visitor {
        void record(Location location, byte[] record) throws IOException;

        /** Bytes between two whole records that are none. */
        void damage(Segment segment, long offset, long bytes) throws IOException;
    }

    SegmentScanner(Segment segment, Visitor visitor) throws IOException {
        this.segment = segment;
        this.visitor = visitor;
        this.length = segment.file().length();
    }

    /** Returns where the last whole record ends. */
    long scan() throws IOException {
        long end = 0;
        long position = 0;
        while (position < length) {
            int size = recordAt(position);
            if (size == 0) {
                position = nextMarker(position + 1);
                continue;
            }
            if (position > end) {
                visitor.damage(segment, end, position - end);
            }
            visitor.record(new Location(segment, position, size), bytes(position, size));
            position += size;
            end = position;
        }
        return end;
    }

    long length() {
        return length;
    }

    /** Length of the whole record here, 0 when there is none. */
    private int recordAt(long position) throws IOException {
        if (length - position < Records.HEADER) {
            return 0;
        }
        load(position, Records.HEADER);
        int start = (int) (position - windowStart);
        int payload = Records.payloadLength(window, start);
        if (ByteBuffer.wrap(window).getLong(start) != segment.marker()
                || !Records.isKnown(Records.type(window, start))
                || payload < 0
                || payload > Records.LARGEST
                || payload > length - position - Records.HEADER) {
            return 0;
        }
        load(position, Records.HEADER + payload);
        return Records.isWhole(window, (int) (position - windowStart), payload) ? Records.HEADER + payload : 0;
    }

    private long nextMarker(long from) throws IOException {
        byte first = (byte) (segment.marker() >>> 56);
        for (long position = from; position <= length - Records.HEADER; position++) {
            load(position, Records.MARKER);
            int start = (int) (position - windowStart);
            if (window[start] == first && ByteBuffer.wrap(window).getLong(start) == segment.marker()) {
                return position;
            }
        }
        return length;
    }

    private byte[] bytes(long position, int size) throws IOException {
        load(position, size);
        int start = (int) (position - windowStart);
        return Arrays.copyOfRange(window, start, start + size);
    }

    /** Makes the window contain these bytes, which the file has. */
    private void load(long position, int size) throws IOException {
        if (position >= windowStart && position + size <= windowStart + window.length) {
            return;
        }
        int count = (int) Math.min(Math.max(size, WINDOW), length - position);
        if (window.length != count) {
            window = new byte[count];
        }
        segment.file().read(position, window, 0, count);
        windowStart = position;
    }
}

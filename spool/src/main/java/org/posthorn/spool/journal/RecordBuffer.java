// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds one or more records that are appended with one write. */
final class RecordBuffer {
    private byte[] bytes;
    private int length;
    private final List<Integer> starts = new ArrayList<>(2);

    RecordBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** A record as it was read from a segment. */
    static RecordBuffer ofRecord(byte[] record) {
        RecordBuffer buffer = new RecordBuffer(0);
        buffer.bytes = record;
        buffer.length = record.length;
        buffer.starts.add(0);
        return buffer;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int records() {
        return starts.size();
    }

    int start(int record) {
        return starts.get(record);
    }

    int length(int record) {
        int end = record + 1 < starts.size() ? starts.get(record + 1) : length;
        return end - starts.get(record);
    }

    RecordBuffer begin(byte type) {
        starts.add(length);
        room(Records.HEADER);
        bytes[length + Records.MARKER] = type;
        length += Records.HEADER;
        return this;
    }

    RecordBuffer putByte(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    RecordBuffer putInt(int value) {
        room(Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(length, value);
        length += Integer.BYTES;
        return this;
    }

    RecordBuffer putLong(long value) {
        room(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += Long.BYTES;
        return this;
    }

    RecordBuffer putText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return putInt(encoded.length).putBytes(encoded, 0, encoded.length);
    }

    RecordBuffer putBytes(byte[] source, int offset, int count) {
        room(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Reads until the stream ends or so many bytes have come; returns how many came. */
    int putStream(InputStream in, int limit) throws IOException {
        int total = 0;
        while (total < limit) {
            room(Math.min(limit - total, 1));
            int count = in.read(bytes, length, Math.min(limit - total, bytes.length - length));
            if (count < 0) {
                break;
            }
            total += count;
            length += count;
        }
        return total;
    }

    RecordBuffer setByte(int record, int payloadOffset, int value) {
        bytes[starts.get(record) + Records.HEADER + payloadOffset] = (byte) value;
        return this;
    }

    /** Completes the record begun last. */
    RecordBuffer end() {
        int start = starts.get(starts.size() - 1);
        int payload = length - start - Records.HEADER;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putInt(start + Records.MARKER + 1, payload);
        buffer.putInt(start + Records.MARKER + 5, Records.checksum(bytes, start, payload));
        return this;
    }

    void stamp(long marker) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int start : starts) {
            buffer.putLong(start, marker);
        }
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }
}

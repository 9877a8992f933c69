// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The form of a record: marker (8 bytes), type (1), length of the payload (4), CRC32C of type, length and payload (4),
 * payload. Numbers are big endian.
 *
 * <p>The marker is a random number of the segment, known from its name too. It lets the reader find the next record
 * behind a damaged one, and keeps what a mail carries from being taken for a record. The checksum leaves it out, so
 * that a record can be built before it is known which segment takes it, and copied to another one as it is.
 */
final class Records {
    static final int HEADER = 17;
    static final int MARKER = 8;
    /** No payload is longer; a length beyond is damage. */
    static final int LARGEST = 64 * 1024 * 1024;

    /** First record of a segment: version of the format. */
    static final byte SEGMENT = 1;
    /** A part of a body: body, index of the part, whether it is the last one, bytes. */
    static final byte BODY = 2;
    /** An item; a later one of the same id replaces it. */
    static final byte ITEM = 3;
    /** New not-before time and hold flag of an item. */
    static final byte CHANGE = 4;
    /** The item is no more. */
    static final byte DONE = 5;

    static final int VERSION = 1;
    /** Bytes of a BODY payload before the data. */
    static final int BODY_HEAD = 13;

    private Records() {}

    static int checksum(byte[] bytes, int start, int payload) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, start + MARKER, 5);
        sum.update(bytes, start + HEADER, payload);
        return (int) sum.getValue();
    }

    static byte type(byte[] bytes, int start) {
        return bytes[start + MARKER];
    }

    static int payloadLength(byte[] bytes, int start) {
        return ByteBuffer.wrap(bytes).getInt(start + MARKER + 1);
    }

    static boolean isWhole(byte[] bytes, int start, int payload) {
        return ByteBuffer.wrap(bytes).getInt(start + MARKER + 5) == checksum(bytes, start, payload);
    }

    static boolean isKnown(byte type) {
        return type >= SEGMENT && type <= DONE;
    }
}

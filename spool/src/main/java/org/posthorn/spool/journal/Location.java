// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;

/** Where a record lies: its segment, where it begins there, its length with its head. */
record Location(Segment segment, long offset, int length) {

    /** The whole record, checked. */
    byte[] read() throws IOException {
        byte[] bytes = new byte[length];
        segment.file().read(offset, bytes, 0, length);
        if (Records.payloadLength(bytes, 0) != length - Records.HEADER
                || !Records.isWhole(bytes, 0, length - Records.HEADER)) {
            throw new DamagedRecordException("record is damaged, file=" + segment.name() + " offset=" + offset);
        }
        return bytes;
    }
}

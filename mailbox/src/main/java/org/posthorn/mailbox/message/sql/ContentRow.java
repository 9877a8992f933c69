// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * What is read of a content's row to answer a fetch.
 *
 * @param first the first bytes of the message: at least its header, or the beginning of a very long one, and all of a small
 *     message
 */
@SuppressWarnings("ArrayRecordComponent")
record ContentRow(long id, long size, long headerSize, byte[] structure, byte[] first) {

    /** Columns {@code id, size, header_size, structure, header}. */
    static ContentRow read(ResultSet row) throws SQLException {
        return new ContentRow(
                row.getLong("id"),
                row.getLong("size"),
                row.getLong("header_size"),
                row.getBytes("structure"),
                row.getBytes("header"));
    }

    /** The header, or the beginning of a very long one. */
    byte[] header() {
        return headerSize < first.length ? Arrays.copyOf(first, (int) headerSize) : first;
    }
}

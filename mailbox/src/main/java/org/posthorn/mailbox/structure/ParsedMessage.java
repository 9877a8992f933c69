// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.Optional;

/**
 * What is stored of a message beside its bytes.
 *
 * @param header the first bytes: the header block with its empty line, or its first {@link #HEADER_LIMIT} bytes
 * @param size the bytes of the whole message
 * @param bodyLines the line feeds in the body
 * @param sent the Date field, absent where it is missing or not a date
 * @param structure the root of the MIME tree
 */
public record ParsedMessage(
        byte[] header,
        long size,
        long bodyLines,
        Optional<SentDate> sent,
        HeaderText text,
        ThreadFields thread,
        Part structure) {

    /** The longest header block kept whole in {@link #header()}, in bytes; the rest of a longer one is stored as body. */
    public static final int HEADER_LIMIT = 256 * 1024;

    /** The bytes of the header block with its empty line, which may be more than {@link #header()} has. */
    public long headerSize() {
        return structure.bodyStart();
    }
}

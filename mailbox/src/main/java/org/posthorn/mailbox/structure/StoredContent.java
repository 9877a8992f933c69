// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.IOException;
import java.io.InputStream;

/** The content of one stored message: what was found at delivery, and its bytes by range. Safe for use by one thread. */
public interface StoredContent {

    /** The beginning of the message as it is stored apart: the header block with its empty line, or the first part of a very long one. */
    byte[] header() throws IOException;

    /** The MIME tree of the message; its root's {@link Part#end()} is the size of the message. */
    Part structure() throws IOException;

    /**
     * The bytes from offset {@code from} up to, not including, {@code to}, counted from the first byte of the header.
     * Reads no more of the store than the range needs. The caller closes the stream.
     */
    InputStream openRange(long from, long to) throws IOException;

    /**
     * Makes sure that the bytes are all there, before a client is told how many it will get.
     *
     * @throws IOException if some are missing, or if that cannot be found out now
     */
    default void check() throws IOException {}
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.Closeable;
import java.io.IOException;

/** One file of a {@link SpoolStorage}. Writing and reading may go on at once, each in any number of threads. */
public interface SpoolFile extends Closeable {

    /** Writes all the bytes at a position, which may be the end of the file; may have written a part when it fails. */
    void write(long position, byte[] bytes, int offset, int length) throws IOException;

    /** Reads exactly this many bytes; fails with {@link java.io.EOFException} when the file ends before. */
    void read(long position, byte[] bytes, int offset, int length) throws IOException;

    long length() throws IOException;

    /** Cuts the file off. */
    void truncate(long length) throws IOException;

    /** Returns when everything written before lies on the disk. Called by one thread at a time. */
    void force() throws IOException;
}

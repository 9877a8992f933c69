// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A directory of files, reduced to what the journal needs, so that tests can fail, record and forget writes.
 *
 * <p>A new file or a deletion is certain to survive a loss of power only after {@link #forceDirectory()}.
 */
public interface SpoolStorage extends Closeable {

    /** The names of the files, in no order; directories and the lock are not among them. */
    List<String> list() throws IOException;

    /** Makes a new empty file that only the owner can read; fails when there is one of that name. */
    SpoolFile create(String name) throws IOException;

    SpoolFile open(String name) throws IOException;

    void delete(String name) throws IOException;

    void forceDirectory() throws IOException;

    /** Bytes that can still be written. */
    long usableBytes() throws IOException;

    /** The directory for what was damaged, made when first asked for. */
    SpoolStorage aside() throws IOException;

    /**
     * Gives the files a second name in a new directory below this one, so that they stay readable there when they are
     * deleted here. What is appended to one later shows in both.
     *
     * @return the directory
     */
    Path link(Collection<String> names) throws IOException;

    /** Where this is, for messages. */
    String describe();
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

/**
 * Something a process did to a file, or to the name of one. Moments are lines of the recording: the call began at the one, and its
 * process knew of its success at the other.
 */
public sealed interface Operation {

    int begun();

    int ended();

    /** Bytes at a place of a file. */
    record Write(int begun, int ended, String path, long offset, byte[] bytes) implements Operation {}

    /** The file has this length now, or, where it is only grown, no less than it. */
    record Resize(int begun, int ended, String path, long length, boolean onlyGrown) implements Operation {}

    /** What was done before to this file, or to the names in this directory, is on the disk when this has ended. */
    record Force(int begun, int ended, String path) implements Operation {}

    /** A new file, or directory, unless there is one of this name. */
    record Create(int begun, int ended, String path, boolean directory) implements Operation {}

    /** A second name for a file. */
    record Link(int begun, int ended, String from, String path) implements Operation {}

    /** Another name for a file, whatever had this name before. */
    record Rename(int begun, int ended, String from, String path) implements Operation {}

    /** The name is gone. */
    record Remove(int begun, int ended, String path) implements Operation {}
}

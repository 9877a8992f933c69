// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A file on the disk, with one descriptor for writing and one for reading.
 *
 * <p>Not by a channel: a channel closes itself for everybody when the thread that reads or writes is interrupted, and
 * sessions and processors are. The channel serves {@link #force()} alone, whose threads are the journal's own.
 */
final class DiskFile implements SpoolFile {
    private final RandomAccessFile writer;
    private final RandomAccessFile reader;

    DiskFile(Path file) throws IOException {
        this.writer = new RandomAccessFile(file.toFile(), "rw");
        try {
            this.reader = new RandomAccessFile(file.toFile(), "r");
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws IOException {
        synchronized (writer) {
            writer.seek(position);
            writer.write(bytes, offset, length);
        }
    }

    @Override
    public void read(long position, byte[] bytes, int offset, int length) throws IOException {
        synchronized (reader) {
            reader.seek(position);
            reader.readFully(bytes, offset, length);
        }
    }

    @Override
    public long length() throws IOException {
        return reader.length();
    }

    @Override
    public void truncate(long length) throws IOException {
        synchronized (writer) {
            writer.setLength(length);
        }
    }

    @Override
    public void force() throws IOException {
        // the length is among what a force without metadata brings to the disk (fdatasync)
        writer.getChannel().force(false);
    }

    @Override
    public void close() throws IOException {
        try (reader) {
            writer.close();
        }
    }
}

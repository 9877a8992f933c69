// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a message, header and body, which can be read from the start any number of times. */
public interface RawMessage {

    /** A new stream over all bytes; the caller closes it. */
    InputStream open() throws IOException;

    /** The number of bytes {@link #open()} gives. */
    long size() throws IOException;

    /** A message in memory; the array is not copied and must not change. */
    static RawMessage of(byte[] bytes) {
        return new RawMessage() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public long size() {
                return bytes.length;
            }
        };
    }

    /** A message in a file, which must not change while it is read. */
    static RawMessage of(Path file) {
        return new RawMessage() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public long size() throws IOException {
                return Files.size(file);
            }
        };
    }
}

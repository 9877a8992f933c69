// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.posthorn.mailbox.structure.RawMessage;

/**
 * A message that came as a stream: in memory up to {@value #MEMORY_LIMIT} bytes, a longer one in a file for temporary
 * use, which its owner alone may read and which ends with {@link #close}.
 */
final class IncomingMessage implements RawMessage, AutoCloseable {

    static final int MEMORY_LIMIT = 1024 * 1024;

    private final RawMessage bytes;
    private final Optional<Path> file;

    private IncomingMessage(RawMessage bytes, Optional<Path> file) {
        this.bytes = bytes;
        this.file = file;
    }

    /** Reads the stream to its end; does not close it. */
    static IncomingMessage read(InputStream in) throws IOException {
        byte[] head = in.readNBytes(MEMORY_LIMIT + 1);
        return head.length <= MEMORY_LIMIT
                ? new IncomingMessage(RawMessage.of(head), Optional.empty())
                : inFile(head, in);
    }

    private static IncomingMessage inFile(byte[] head, InputStream rest) throws IOException {
        Path file = Files.createTempFile("posthorn-", ".eml");
        boolean complete = false;
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(head);
            rest.transferTo(out);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(file);
            }
        }
        return new IncomingMessage(RawMessage.of(file), Optional.of(file));
    }

    @Override
    public InputStream open() throws IOException {
        return bytes.open();
    }

    @Override
    public long size() throws IOException {
        return bytes.size();
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Holds a message back until its header is known, puts new fields on top, and lets everything pass from then on. What
 * came stays byte for byte as it came.
 *
 * <p>Of a header longer than 256 kB the beginning alone counts.
 */
final class HeaderHold {

    private static final int LIMIT = 256 * 1_024;
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final TopFields topFields;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean released;
    private int matched = 2;
    private Optional<String> messageId = Optional.empty();

    HeaderHold(OutputStream out, TopFields topFields) {
        this.out = out;
        this.topFields = topFields;
    }

    void write(ByteBuf text) throws IOException {
        while (!released && text.isReadable()) {
            hold(text.readByte());
        }
        text.readBytes(out, text.readableBytes());
    }

    private void hold(byte value) throws IOException {
        held.write(value);
        if (value == END[matched]) {
            matched++;
        } else {
            matched = value == '\r' ? 1 : 0;
        }
        if (matched == END.length || held.size() >= LIMIT) {
            release();
        }
    }

    private void release() throws IOException {
        released = true;
        HeaderBlock header = new HeaderBlock(held.toByteArray());
        out.write(topFields.above(header).getBytes(StandardCharsets.US_ASCII));
        if (header.missing()) {
            out.write('\r');
            out.write('\n');
        }
        messageId = header.messageId();
        held.writeTo(out);
        held.reset();
    }

    /** To be called at the end of the message, which may have come before the end of the header. */
    void finish() throws IOException {
        if (!released) {
            release();
        }
    }

    /** As sent, brackets included; known after {@link #finish()}. */
    Optional<String> messageId() {
        return messageId;
    }
}

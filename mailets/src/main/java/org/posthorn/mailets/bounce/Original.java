// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

/**
 * What is returned of a message: all of it up to {@value #LIMIT} bytes, else its header alone.
 *
 * <p>The bytes are those that came. James's copy of a message in the spool writes its header as ASCII, which makes a question
 * mark of every other byte; therefore the header is read field by field, where each character stands for one byte as it was
 * received, and only the body is taken from what the message writes.
 */
final class Original {

    /** In bytes; Postfix's {@code bounce_size_limit}. */
    static final int LIMIT = 50_000;

    private static final byte[] LINE_END = {'\r', '\n'};

    private final byte[] bytes;
    private final boolean whole;

    private Original(byte[] bytes, boolean whole) {
        this.bytes = bytes;
        this.whole = whole;
    }

    static Original of(MimeMessage message) throws MessagingException {
        Body body = new Body();
        try {
            // before the header is read: a message that was changed puts its header in order while it is written
            message.writeTo(body);
        } catch (IOException e) {
            throw new MessagingException("the message cannot be read", e);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        boolean complete = writeHeader(message, all);
        if (!complete || all.size() + LINE_END.length + body.size > LIMIT) {
            return new Original(all.toByteArray(), false);
        }
        all.writeBytes(LINE_END);
        all.writeBytes(body.start.toByteArray());
        return new Original(all.toByteArray(), true);
    }

    /** Whether the body is there as well. */
    boolean isWhole() {
        return whole;
    }

    /** Whether a byte outside ASCII is there. */
    boolean isEightBit() {
        for (byte octet : bytes) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    void writeTo(ByteArrayOutputStream out) {
        out.writeBytes(bytes);
    }

    /** Writes whole fields up to the limit; the answer is whether these are all. */
    private static boolean writeHeader(MimeMessage message, ByteArrayOutputStream out) throws MessagingException {
        for (String field : Collections.list(message.getAllHeaderLines())) {
            byte[] line = field.getBytes(StandardCharsets.ISO_8859_1);
            if (out.size() + line.length + LINE_END.length > LIMIT) {
                return false;
            }
            out.writeBytes(line);
            out.writeBytes(LINE_END);
        }
        return true;
    }

    /** Counts what follows the first empty line, and keeps it as far as it may be returned. */
    private static final class Body extends OutputStream {

        private final ByteArrayOutputStream start = new ByteArrayOutputStream();
        private long size;
        private boolean begun;
        private boolean lineIsEmpty = true;

        @Override
        public void write(int octet) {
            if (begun) {
                keep(new byte[] {(byte) octet}, 0, 1);
            } else if (octet == '\n') {
                begun = lineIsEmpty;
                lineIsEmpty = true;
            } else if (octet != '\r') {
                lineIsEmpty = false;
            }
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            int position = offset;
            while (!begun && position < offset + length) {
                write(octets[position++]);
            }
            keep(octets, position, offset + length - position);
        }

        private void keep(byte[] octets, int offset, int length) {
            size += length;
            start.write(octets, offset, Math.min(length, LIMIT - start.size()));
        }
    }
}

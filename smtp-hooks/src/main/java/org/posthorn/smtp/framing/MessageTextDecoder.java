// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.framing;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Takes the text of one message off the wire, byte by byte and in pieces of any size.
 *
 * <p>Only {@code <CRLF>.<CRLF>} ends a message (RFC 5321 section 4.1.1.4). A CR or LF on its own becomes CRLF, so that
 * no server after this one can see another end of the message in it; several CRs before an LF are one line end. A dot at
 * the beginning of a line is taken away (section 4.5.2) where the line before ended in CRLF; after a line end that is
 * ours, dots are text. A lone dot between CRLF and a bare CR or LF is text, too. Everything else, NUL and 8-bit
 * included, passes as it came.
 *
 * <p>Nothing is kept but the state, whatever the length of a line.
 */
final class MessageTextDecoder {

    /** CRs that may still turn out to belong to an LF; older ones are line ends of their own. */
    private static final int MAXIMUM_PENDING = 16;

    private enum State {
        /** After CRLF, or at the very beginning. */
        LINE_START,
        /** After CRLF and a dot. */
        DOT,
        /** After CRLF, a dot and one CR. */
        DOT_CR,
        TEXT,
        /** After one or more CRs in the text. */
        CR
    }

    private State state = State.LINE_START;
    private int pendingCarriageReturns;

    /**
     * Decodes up to the end of the input or of the message, whichever comes first.
     *
     * @param in read up to and with the end of the message, but not further
     * @param out grows as needed, to at most twice what came in
     * @return whether the message is whole
     */
    boolean decode(ByteBuf in, ByteBuf out) {
        while (in.isReadable()) {
            if (state == State.TEXT) {
                copyPlainText(in, out);
            } else if (step(in.readByte(), out)) {
                return true;
            }
        }
        return false;
    }

    private void copyPlainText(ByteBuf in, ByteBuf out) {
        int end = in.forEachByte(ByteProcessor.FIND_CRLF);
        int length = end < 0 ? in.readableBytes() : end - in.readerIndex();
        out.writeBytes(in, length);
        if (in.isReadable()) {
            text(in.readByte(), out);
        }
    }

    private boolean step(byte value, ByteBuf out) {
        switch (state) {
            case LINE_START -> lineStart(value, out);
            case DOT -> afterDot(value, out);
            case DOT_CR -> {
                if (value == '\n') {
                    return true;
                }
                afterDotAndCarriageReturn(value, out);
            }
            case CR -> afterCarriageReturn(value, out);
            case TEXT -> text(value, out);
        }
        return false;
    }

    private void lineStart(byte value, ByteBuf out) {
        if (value == '.') {
            state = State.DOT;
        } else {
            text(value, out);
        }
    }

    private void afterDot(byte value, ByteBuf out) {
        if (value == '\r') {
            state = State.DOT_CR;
        } else if (value == '\n') {
            dotWasText(out);
        } else {
            text(value, out);
        }
    }

    private void afterDotAndCarriageReturn(byte value, ByteBuf out) {
        if (value == '\r') {
            out.writeByte('.');
            pendingCarriageReturns = 2;
            state = State.CR;
        } else {
            dotWasText(out);
            text(value, out);
        }
    }

    private void dotWasText(ByteBuf out) {
        out.writeByte('.');
        bareLineEnd(out);
    }

    private void afterCarriageReturn(byte value, ByteBuf out) {
        if (value == '\r') {
            oneMoreCarriageReturn(out);
        } else if (value == '\n') {
            lineEnd(out);
            state = State.LINE_START;
        } else {
            for (int i = 0; i < pendingCarriageReturns; i++) {
                bareLineEnd(out);
            }
            text(value, out);
        }
    }

    private void oneMoreCarriageReturn(ByteBuf out) {
        if (pendingCarriageReturns < MAXIMUM_PENDING) {
            pendingCarriageReturns++;
        } else {
            lineEnd(out);
        }
    }

    private void text(byte value, ByteBuf out) {
        if (value == '\r') {
            pendingCarriageReturns = 1;
            state = State.CR;
        } else if (value == '\n') {
            bareLineEnd(out);
        } else {
            out.writeByte(value);
            state = State.TEXT;
        }
    }

    private void bareLineEnd(ByteBuf out) {
        lineEnd(out);
        state = State.TEXT;
    }

    private static void lineEnd(ByteBuf out) {
        out.writeByte('\r');
        out.writeByte('\n');
    }
}

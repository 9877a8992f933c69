// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.framing;

import io.netty.buffer.ByteBuf;

/** What the framer hands on besides command lines, which travel as plain buffers. */
public sealed interface Frame {

    /** A command line longer than the limit has passed; its text is gone. */
    record CommandTooLong() implements Frame {}

    /**
     * The line that was asked for with {@link Framing#expectLine()}.
     *
     * @param text without the line end; empty when too long
     * @param tooLong whether the line was longer than the limit, and its text is gone
     */
    record Line(byte[] text, boolean tooLong) implements Frame {}

    /**
     * A piece of a message: line ends are CRLF, transparency dots are gone.
     *
     * @param text owned by the receiver, who releases it
     */
    record MessageText(ByteBuf text) implements Frame {}

    /** The message is whole: {@code <CRLF>.<CRLF>} was seen. */
    record MessageEnd() implements Frame {}
}

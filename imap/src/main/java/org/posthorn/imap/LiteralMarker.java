// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import io.netty.buffer.ByteBuf;

/**
 * What the end of a command line announces (RFC 3501 section 4.3, RFC 7888).
 *
 * <p>Only a literal can end a line with a brace after digits: a quoted string ends with a quote, and no atom holds
 * braces. Quotes need not be followed for that reason; where they are unbalanced the line is malformed anyway, and to
 * see a literal in it is the safe reading.
 */
sealed interface LiteralMarker {

    /** The line ends the command. */
    record None() implements LiteralMarker {}

    /**
     * {@code {n}}: the client waits for leave before it sends the octets.
     *
     * @param octets how many; {@link Long#MAX_VALUE} where the number does not fit
     */
    record Synchronising(long octets) implements LiteralMarker {}

    /** <code>{n+}</code> or <code>{n-}</code>: the client sends the octets without asking. */
    record NonSynchronising() implements LiteralMarker {}

    int MAX_DIGITS = 18;

    /** Reads the end of a line, which is the readable part of the buffer and closes with a line feed. */
    static LiteralMarker of(ByteBuf line) {
        return of(line, line.readerIndex(), line.writerIndex());
    }

    /** Reads the end of the line that lies between two indexes of a buffer and closes with a line feed. */
    static LiteralMarker of(ByteBuf buffer, int start, int end) {
        int last = end - 2;
        if (last >= start && buffer.getByte(last) == '\r') {
            last--;
        }
        if (last < start || buffer.getByte(last) != '}') {
            return new None();
        }
        last--;
        boolean pushed = last >= start && (buffer.getByte(last) == '+' || buffer.getByte(last) == '-');
        if (pushed) {
            last--;
        }
        int first = last;
        while (first >= start && Character.isDigit(buffer.getByte(first))) {
            first--;
        }
        if (first < start || buffer.getByte(first) != '{' || first == last) {
            return new None();
        }
        return pushed ? new NonSynchronising() : new Synchronising(number(buffer, first + 1, last));
    }

    private static long number(ByteBuf buffer, int first, int last) {
        if (last - first >= MAX_DIGITS) {
            return Long.MAX_VALUE;
        }
        long value = 0;
        for (int index = first; index <= last; index++) {
            value = value * 10 + (buffer.getByte(index) - '0');
        }
        return value;
    }
}

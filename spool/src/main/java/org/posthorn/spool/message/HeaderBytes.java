// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;

/**
 * Header lines as bytes. JavaMail reads each byte of a header as one character, so ISO-8859-1 brings the bytes back; a
 * line with a character that is none of those was made here, and is written in UTF-8 (RFC 6532).
 */
final class HeaderBytes {
    private static final byte[] LINE_END = {'\r', '\n'};

    private HeaderBytes() {}

    /** All lines and the empty line that ends the header. */
    static byte[] of(Enumeration<String> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        while (lines.hasMoreElements()) {
            bytes.writeBytes(line(lines.nextElement()));
        }
        bytes.writeBytes(LINE_END);
        return bytes.toByteArray();
    }

    /** A line with its end. */
    static byte[] line(String line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(line.length() + LINE_END.length);
        bytes.writeBytes(bytes(line));
        bytes.writeBytes(LINE_END);
        return bytes.toByteArray();
    }

    /** A part of a line. */
    static byte[] bytes(String text) {
        boolean isBytes = text.chars().allMatch(letter -> letter < 256);
        return text.getBytes(isBytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}

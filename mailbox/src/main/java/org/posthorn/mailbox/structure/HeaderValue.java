// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Turns the bytes of a header field's value into text. */
final class HeaderValue {

    private HeaderValue() {}

    /** The value on one line: line ends and NUL removed, tabs made spaces, trimmed. Bytes that are not UTF-8 are read as ISO 8859-1. */
    static String unfold(byte[] bytes, int length) {
        byte[] line = new byte[length];
        int size = 0;
        boolean ascii = true;
        for (int i = 0; i < length; i++) {
            byte octet = bytes[i];
            if (octet == '\r' || octet == '\n' || octet == 0) {
                continue;
            }
            ascii &= octet > 0;
            line[size++] = octet == '\t' ? (byte) ' ' : octet;
        }
        int from = 0;
        while (from < size && line[from] == ' ') {
            from++;
        }
        while (size > from && line[size - 1] == ' ') {
            size--;
        }
        return ascii
                ? new String(line, from, size - from, StandardCharsets.ISO_8859_1)
                : decode(line, from, size - from);
    }

    /** The bytes as UTF-8 if they are, otherwise as ISO 8859-1. */
    static String decode(byte[] bytes, int from, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(length);
        ByteBuffer input = ByteBuffer.wrap(bytes, from, length);
        if (decoder.decode(input, text, true).isUnderflow()) {
            return text.flip().toString();
        }
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    /** The text, cut so that it takes at most so many bytes of UTF-8. */
    static String cut(String text, int bytes) {
        if (text.length() * 3L <= bytes) {
            return text;
        }
        int size = 0;
        for (int i = 0; i < text.length(); ) {
            int letter = text.codePointAt(i);
            size += letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4;
            if (size > bytes) {
                return text.substring(0, i);
            }
            i += Character.charCount(letter);
        }
        return text;
    }
}

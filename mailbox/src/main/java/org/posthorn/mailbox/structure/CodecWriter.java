// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes numbers seven bits a byte, and texts as the place in {@link CommonTexts} or as length and UTF-8. */
final class CodecWriter {

    private byte[] bytes = new byte[512];
    private int length;

    void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octet((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        octet((int) rest);
    }

    void text(String text) {
        int common = CommonTexts.place(text);
        if (common >= 0) {
            number(common * 2L + 1);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length * 2L);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    void optional(Optional<String> text) {
        text(text.map(CodecWriter::present).orElse(CommonTexts.ABSENT));
    }

    void list(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
    }

    void map(Map<String, String> map) {
        number(map.size());
        map.forEach((name, value) -> {
            text(name);
            text(value);
        });
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** A present text that looks like the mark of an absent one loses its one control character. */
    private static String present(String text) {
        return text.equals(CommonTexts.ABSENT) ? "" : text;
    }

    private void octet(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}

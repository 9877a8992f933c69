// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.model.Header;

/**
 * Splits a header block into the fields James wants: values as they are written, folded lines with their line ends, without
 * the space after the colon and the last line end. Bytes beyond ASCII become the characters of the same number.
 */
public final class HeaderLines {

    private HeaderLines() {}

    /** The fields in their order; lines that are no field are left out. */
    public static List<Header> parse(byte[] block) {
        List<Header> headers = new ArrayList<>();
        int start = 0;
        while (start < block.length && !isEmptyLine(block, start)) {
            int end = fieldEnd(block, start);
            add(headers, block, start, end);
            start = end;
        }
        return headers;
    }

    /** The value of a field as {@link #parse} gave it, made readable: unfolded, UTF-8 and encoded words decoded. */
    public static String text(Header header) {
        byte[] bytes = header.getValue().getBytes(StandardCharsets.ISO_8859_1);
        return EncodedWords.decode(HeaderValue.unfold(bytes, bytes.length));
    }

    private static void add(List<Header> headers, byte[] block, int start, int end) {
        int colon = start;
        while (colon < end && block[colon] != ':' && block[colon] != '\n') {
            colon++;
        }
        if (colon == start || colon == end || block[colon] != ':') {
            return;
        }
        int from = colon + 1 < end && block[colon + 1] == ' ' ? colon + 2 : colon + 1;
        int to = end;
        if (to > from && block[to - 1] == '\n') {
            to -= to - 1 > from && block[to - 2] == '\r' ? 2 : 1;
        }
        String name = new String(block, start, colon - start, StandardCharsets.ISO_8859_1).trim();
        headers.add(new Header(name, new String(block, from, to - from, StandardCharsets.ISO_8859_1)));
    }

    private static int fieldEnd(byte[] block, int start) {
        int end = lineEnd(block, start);
        while (end < block.length && (block[end] == ' ' || block[end] == '\t')) {
            end = lineEnd(block, end);
        }
        return end;
    }

    private static int lineEnd(byte[] block, int start) {
        int end = start;
        while (end < block.length && block[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, block.length);
    }

    private static boolean isEmptyLine(byte[] block, int start) {
        return block[start] == '\n' || (block[start] == '\r' && start + 1 < block.length && block[start + 1] == '\n');
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link CodecWriter} wrote; damaged bytes end in an IOException, never in an endless or oversized read. */
final class CodecReader {

    private final byte[] bytes;
    private int position;

    CodecReader(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= bytes.length) {
                throw damaged();
            }
            byte octet = bytes[position++];
            value |= (long) (octet & 0x7F) << shift;
            if (octet >= 0) {
                return value;
            }
        }
        throw damaged();
    }

    /** A number of things to come, each of at least one byte. */
    int count() throws IOException {
        long count = number();
        if (count < 0 || count > bytes.length - position) {
            throw damaged();
        }
        return (int) count;
    }

    String text() throws IOException {
        long head = number();
        if ((head & 1) != 0) {
            return CommonTexts.at((int) Math.min(head >>> 1, Integer.MAX_VALUE)).orElseThrow(CodecReader::damaged);
        }
        long size = head >>> 1;
        if (size > bytes.length - position) {
            throw damaged();
        }
        String text = new String(bytes, position, (int) size, StandardCharsets.UTF_8);
        position += (int) size;
        return text;
    }

    Optional<String> optional() throws IOException {
        String text = text();
        return text.equals(CommonTexts.ABSENT) ? Optional.empty() : Optional.of(text);
    }

    List<String> list() throws IOException {
        String[] texts = new String[count()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text();
        }
        return List.copyOf(Arrays.asList(texts));
    }

    Map<String, String> map() throws IOException {
        int count = count();
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            map.put(text(), text());
        }
        return Collections.unmodifiableMap(map);
    }

    private static IOException damaged() {
        return new IOException("The stored structure of a message is damaged");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Decodes the encoded words of RFC 2047 (with languages, RFC 2231) wherever they stand, leniently: a character may
 * be split over two words of one charset, spaces within a word are taken, an unknown charset is read as UTF-8 or ISO 8859-1.
 */
public final class EncodedWords {

    private final String text;
    private final StringBuilder decoded;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private String pendingCharset = "";
    private boolean noMoreEnds;

    private EncodedWords(String text) {
        this.text = text;
        this.decoded = new StringBuilder(text.length());
    }

    /** The text with every encoded word decoded. */
    public static String decode(String text) {
        return text.contains("=?") ? new EncodedWords(text).decode() : text;
    }

    private String decode() {
        int done = 0;
        int start = text.indexOf("=?");
        while (start >= 0 && !noMoreEnds) {
            int end = word(start, done);
            if (end < 0) {
                start = text.indexOf("=?", start + 1);
                continue;
            }
            done = end;
            start = text.indexOf("=?", done);
        }
        flush();
        return decoded.append(text, done, text.length()).toString();
    }

    /** Decodes the word at {@code start}, and takes the text between {@code done} and it; gives the word's end or -1. */
    private int word(int start, int done) {
        int charsetEnd = text.indexOf('?', start + 2);
        if (charsetEnd <= start + 2 || charsetEnd + 2 >= text.length() || text.charAt(charsetEnd + 2) != '?') {
            return -1;
        }
        char encoding = Character.toUpperCase(text.charAt(charsetEnd + 1));
        if (encoding != 'B' && encoding != 'Q') {
            return -1;
        }
        int end = text.indexOf("?=", charsetEnd + 3);
        if (end < 0) {
            noMoreEnds = true;
            return -1;
        }
        if (!isBlank(done, start) || pending.size() == 0) {
            flush();
            decoded.append(text, done, start);
        }
        String charset = text.substring(start + 2, charsetEnd);
        int language = charset.indexOf('*');
        charset = (language < 0 ? charset : charset.substring(0, language)).toLowerCase(Locale.ROOT);
        if (!charset.equals(pendingCharset)) {
            flush();
            pendingCharset = charset;
        }
        if (encoding == 'B') {
            base64(charsetEnd + 3, end);
        } else {
            quoted(charsetEnd + 3, end);
        }
        return end + 2;
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != ' ') {
                return false;
            }
        }
        return true;
    }

    private void flush() {
        if (pending.size() > 0) {
            byte[] bytes = pending.toByteArray();
            decoded.append(charset(pendingCharset)
                    .map(charset -> new String(bytes, charset))
                    .orElseGet(() -> HeaderValue.decode(bytes, 0, bytes.length)));
            pending.reset();
        }
    }

    private void base64(int from, int to) {
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            int digit = digit64(text.charAt(i));
            if (digit < 0) {
                continue;
            }
            bits = bits << 6 | digit;
            count += 6;
            if (count >= 8) {
                count -= 8;
                pending.write(bits >> count);
            }
        }
    }

    private void quoted(int from, int to) {
        for (int i = from; i < to; i++) {
            char letter = text.charAt(i);
            if (letter == '=' && i + 2 < to && digit16(i + 1) >= 0 && digit16(i + 2) >= 0) {
                pending.write(digit16(i + 1) << 4 | digit16(i + 2));
                i += 2;
            } else if (letter == '_') {
                pending.write(' ');
            } else if (letter < 0x80) {
                pending.write(letter);
            } else {
                pending.writeBytes(String.valueOf(letter).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private int digit16(int index) {
        return Character.digit(text.charAt(index), 16);
    }

    private static int digit64(char letter) {
        if (letter >= 'A' && letter <= 'Z') {
            return letter - 'A';
        }
        if (letter >= 'a' && letter <= 'z') {
            return letter - 'a' + 26;
        }
        if (letter >= '0' && letter <= '9') {
            return letter - '0' + 52;
        }
        return letter == '+' ? 62 : letter == '/' ? 63 : -1;
    }

    /** The charset of that name, absent where this machine has none or the name is none; plain ASCII is absent too, for it is never only that. */
    public static Optional<Charset> charset(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "utf-8", "utf8":
                return Optional.of(StandardCharsets.UTF_8);
            case "iso-8859-1":
                return Optional.of(StandardCharsets.ISO_8859_1);
            case "", "us-ascii", "ascii", "unknown-8bit", "utf-7":
                return Optional.empty();
            default:
                return supported(lower.equals("gb2312") ? "gb18030" : lower);
        }
    }

    private static Optional<Charset> supported(String name) {
        try {
            return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
        } catch (IllegalCharsetNameException e) {
            return Optional.empty();
        }
    }
}

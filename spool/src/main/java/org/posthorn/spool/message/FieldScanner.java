// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.message;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Finds header fields by their names, and where their bytes lie. Reads the header once, line by line, and remembers of it
 * what is asked for.
 *
 * <p>A line ends with LF, with or without CR before it; the header ends with the first empty line. White space before the
 * colon does not hide a name, for there are clients who do not mind it. A line without a colon is a field without a name.
 */
final class FieldScanner {

    /** The longest name that is compared, in bytes; RFC 5322 allows no line that were longer. */
    private static final int NAME = 998;

    /** How much of a field is remembered, in bytes. */
    static final int REMEMBERED = 64 * 1024;

    private final InputStream in;
    private final Predicate<String> wanted;
    private final List<Field> found = new ArrayList<>();
    private long offset;

    private FieldScanner(InputStream in, Predicate<String> wanted) {
        this.in = in;
        this.wanted = wanted;
    }

    /** The fields whose names, in lower case, are wanted, in their order. */
    static List<Field> scan(InputStream message, Predicate<String> wanted) throws IOException {
        FieldScanner scanner = new FieldScanner(new BufferedInputStream(message), wanted);
        scanner.scan();
        return scanner.found;
    }

    private void scan() throws IOException {
        int first = next();
        while (first >= 0 && !endsHeader(first)) {
            first = field(first);
        }
    }

    private int next() throws IOException {
        int letter = in.read();
        offset += letter < 0 ? 0 : 1;
        return letter;
    }

    private boolean endsHeader(int first) throws IOException {
        if (first != '\r') {
            return first == '\n';
        }
        in.mark(1);
        int second = in.read();
        in.reset();
        return second == '\n';
    }

    /** Reads a field and all its folded lines; returns the first byte behind it. */
    private int field(int first) throws IOException {
        Capture capture = new Capture(offset - 1);
        int letter = first;
        while (true) {
            capture.take(letter);
            int following = next();
            boolean folded = following == ' ' || following == '\t';
            if (following < 0 || (letter == '\n' && !folded)) {
                capture.end(following < 0 ? offset : offset - 1);
                return following;
            }
            letter = following;
        }
    }

    /** A field that is being read. */
    private final class Capture {

        private final long start;
        private final ByteArrayOutputStream head = new ByteArrayOutputStream();
        private String name = "";
        private boolean reads = true;

        Capture(long start) {
            this.start = start;
        }

        void take(int letter) {
            if (!reads) {
                return;
            }
            head.write(letter);
            if (!name.isEmpty()) {
                reads = head.size() < REMEMBERED;
            } else if (letter == ':') {
                name = head.toString(StandardCharsets.ISO_8859_1)
                        .substring(0, head.size() - 1)
                        .strip()
                        .toLowerCase(Locale.ROOT);
                reads = !name.isEmpty() && wanted.test(name);
                name = reads ? name : "";
            } else {
                reads = letter != '\n' && head.size() < NAME;
            }
        }

        void end(long end) {
            if (!name.isEmpty()) {
                found.add(new Field(name, start, end, head.toByteArray()));
            }
        }
    }

    /**
     * A header field.
     *
     * @param name in lower case
     * @param start offset of its first byte in the message
     * @param end offset of the byte behind it, its line end included
     * @param head its bytes, of a long one the first {@value #REMEMBERED}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Field(String name, long start, long end, byte[] head) {}
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names of scripts: which are allowed (RFC 5804 section 1.6), and how a name is written in a repository that takes it for
 * a file name. Stored names consist of ASCII letters, digits and a few signs; every other byte is {@code %XX}, and so is
 * a leading dot and the last dot of a name that looks like one of the repository's temporary files.
 */
final class ScriptNames {

    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_FILE_NAME = 240;
    private static final String LEFT_ALONE = "-_.@+, ()!'=";

    private ScriptNames() {}

    /** Whether a name is allowed and short enough to be stored. */
    static boolean valid(String name) {
        return !name.isEmpty()
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
                && name.codePoints().noneMatch(ScriptNames::forbidden)
                && encode(name).length() <= LONGEST_FILE_NAME;
    }

    static String encode(String name) {
        StringBuilder stored = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || LEFT_ALONE.indexOf(c) >= 0);
            if (plain && !(c == '.' && stored.isEmpty())) {
                stored.append(c);
            } else {
                stored.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        if (temporary(stored.toString())) {
            stored.replace(stored.length() - 4, stored.length() - 3, "%2E");
        }
        return stored.toString();
    }

    /** The name behind a stored one; a stored name that was not made by {@link #encode} stands for itself. */
    static String decode(String stored) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        byte[] bytes = stored.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                name.write(bytes[i]);
                continue;
            }
            if (i + 2 >= bytes.length) {
                return stored;
            }
            int high = Character.digit(bytes[i + 1], 16);
            int low = Character.digit(bytes[i + 2], 16);
            if (high < 0 || low < 0) {
                return stored;
            }
            name.write(high * 16 + low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return stored;
        }
    }

    /** Whether a stored name is what a file repository leaves behind when it is stopped in the middle of a write. */
    static boolean temporary(String stored) {
        return stored.length() >= 4 && (stored.endsWith(".tmp") || stored.endsWith(".bak"));
    }

    private static boolean forbidden(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == '/';
    }
}

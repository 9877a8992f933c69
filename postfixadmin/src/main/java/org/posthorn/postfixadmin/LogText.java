// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

/** Makes what strangers sent fit for a line of the log. */
public final class LogText {

    private static final int LIMIT = 200;

    private LogText() {}

    /** The text on one line, at most 200 characters, every control character replaced by {@code ?}. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LIMIT + 3));
        for (int i = 0; i < text.length() && i < LIMIT; i++) {
            char letter = text.charAt(i);
            line.append(isUnsafe(letter) ? '?' : letter);
        }
        return text.length() > LIMIT ? line.append("...").toString() : line.toString();
    }

    private static boolean isUnsafe(char letter) {
        return Character.isISOControl(letter) || letter == '\u2028' || letter == '\u2029' || letter == '"';
    }
}

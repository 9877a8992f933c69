// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import java.util.regex.Pattern;

/**
 * Text that comes from a mail, made fit to stand in one line of a notification or of the log: whatever somebody wrote into
 * an address or another server into its reply, it can neither begin a line of its own nor end the header.
 */
final class Line {

    /** Below the 998 characters of RFC 5322 section 2.1.1, with room for a field's name. */
    static final int LONGEST = 900;

    private static final int WIDTH = 78;
    private static final String INDENT = "    ";
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

    private Line() {}

    /** The text as one line of printable ASCII: runs of blanks and line ends become a blank, all else unprintable a "?". */
    static String clean(String text) {
        return clean(text, LONGEST);
    }

    /** As {@link #clean(String)}, cut after so many characters. */
    static String clean(String text, int longest) {
        String start = text.substring(0, Math.min(text.length(), 4 * longest));
        String line = UNPRINTABLE
                .matcher(BLANKS.matcher(start).replaceAll(" ").strip())
                .replaceAll("?");
        return line.substring(0, Math.min(line.length(), longest)).strip();
    }

    /** Breaks a clean line at blanks; every line but the first is indented, as RFC 5322 section 2.2.3 folds a field. */
    static String fold(String line) {
        StringBuilder folded = new StringBuilder(line.length() + 16);
        int column = 0;
        for (String word : line.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                folded.append('\n').append(INDENT);
                column = INDENT.length();
            } else if (column > 0) {
                folded.append(' ');
                column++;
            }
            folded.append(word);
            column += word.length();
        }
        return folded.toString();
    }
}

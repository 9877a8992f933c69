// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

/** Text that came from elsewhere, made fit for one line of a terminal. */
final class Text {

    private static final int LONGEST = 300;

    private Text() {}

    /** The first line of a text without characters that steer a terminal, at most 300 characters of it. */
    static String oneLine(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        String printable = line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "...";
    }
}

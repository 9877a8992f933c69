// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

/** Makes what a client sent fit for one log line. */
final class LogText {

    private static final int LONGEST = 200;

    private LogText() {}

    /** One word. */
    static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return cut.replaceAll("[\\p{Cntrl}\\s\u2028\u2029]", "?");
    }

    /** A sentence, in quotes. */
    static String quoted(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return '"' + cut.replace('"', '\'').replaceAll("\\p{Cntrl}", " ") + '"';
    }
}

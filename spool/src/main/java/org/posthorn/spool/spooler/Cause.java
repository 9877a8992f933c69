// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

/** What lies behind a failure, in one harmless line. */
final class Cause {
    private static final int LONGEST = 300;
    private static final int DEEPEST = 20;

    private Cause() {}

    /** The failure, and its innermost cause where that is another one. */
    static String of(Throwable failure) {
        Throwable innermost = failure;
        for (int depth = 0; depth < DEEPEST && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        String text = innermost == failure ? failure.toString() : failure + " <- " + innermost;
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}

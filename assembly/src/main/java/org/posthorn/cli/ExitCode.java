// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

/** What the command line tells the shell, after sysexits(3) where it has a word for it. */
enum ExitCode {
    DONE(0),
    /** The server refused the command: no such domain, a limit reached, a name that is none. */
    REFUSED(1),
    /** The command line itself is wrong. */
    USAGE(64),
    /** The server does not answer: start it, or try again. */
    UNAVAILABLE(69),
    /** The secrets of the server may not be read by this user. */
    NO_PERMISSION(77);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}

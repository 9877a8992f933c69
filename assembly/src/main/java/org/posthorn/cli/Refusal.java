// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

/** A command that was not carried out; the message is the one line that the user sees. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    Refusal(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}

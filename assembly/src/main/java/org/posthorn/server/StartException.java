// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server;

/** The server cannot start, for a reason that one sentence says. */
final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    StartException(String sentence) {
        super(sentence);
    }
}

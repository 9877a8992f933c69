// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.framing;

/** The client sent something in clear after STARTTLS, which somebody on the way may have put there. */
public final class PlainTextAfterStartTlsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PlainTextAfterStartTlsException() {
        super("bytes in clear after STARTTLS");
    }
}

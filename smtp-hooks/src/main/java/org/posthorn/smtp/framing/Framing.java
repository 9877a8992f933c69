// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.framing;

/**
 * What a command may ask of the framer. All methods are called from the session's own executor, while a frame is being
 * handled; they take effect with the next byte.
 */
public interface Framing {

    /** What follows is a message, up to {@code <CRLF>.<CRLF>}; then commands again. */
    void expectMessage();

    /** The next line is an answer, not a command (RFC 4954 section 4); then commands again. */
    void expectLine();

    /** Nothing more is read or handed on until {@link #resume()}. */
    void pause();

    /** Ends a {@link #pause()}. */
    void resume();

    /** Bytes in clear are refused from here on, until TLS is in place. */
    void expectTls();

    /** Whether the client has sent more than what was handed on so far. */
    boolean hasMoreInput();

    /** The session is over: whatever comes is dropped. */
    void stop();
}

// SPDX-License-Identifier: Apache-2.0
/**
 * The IMAP front: whole commands only, logins against PostfixAdmin's accounts.
 *
 * <p>James's own IMAP decoder reads a command while it is still arriving, and starts again from the front of its buffer
 * when more is needed, so that commands run twice and the text of a message can be executed. Here
 * {@link org.posthorn.imap.ImapLiteralGuard} collects each command with its literals, and only then hands it on, one at
 * a time.
 */
@org.jspecify.annotations.NullMarked
package org.posthorn.imap;

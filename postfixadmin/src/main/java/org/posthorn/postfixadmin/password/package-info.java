// SPDX-License-Identifier: Apache-2.0
/**
 * Passwords as PostfixAdmin, Dovecot and crypt(3) store them: checked, written, and remembered once they are verified.
 *
 * <p>{@link org.posthorn.postfixadmin.password.Passwords} is the entrance. It knows no database: what a row holds is
 * given to it as text, and every fault of that text is an answer, never an exception.
 */
@org.jspecify.annotations.NullMarked
package org.posthorn.postfixadmin.password;

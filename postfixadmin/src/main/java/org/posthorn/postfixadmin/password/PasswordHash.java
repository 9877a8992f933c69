// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

/** A stored hash that was understood, with limits kept: it can be checked at a bounded cost. */
interface PasswordHash {

    /**
     * Computes the hash of a password and compares the two in constant time.
     *
     * @param password UTF-8, without NUL, at most {@link Passwords#MAX_PASSWORD_BYTES}; left as it is
     */
    boolean matches(byte[] password);

    /** What the hash is worth to its owner, whatever the password. */
    Strength strength();
}

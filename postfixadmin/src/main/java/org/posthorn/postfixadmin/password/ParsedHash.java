// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

/** A stored hash after a look at its text. */
sealed interface ParsedHash {

    /** It can be checked. */
    record Usable(PasswordHash hash) implements ParsedHash {}

    /** It cannot. */
    record Rejected(Verification.Unusable why) implements ParsedHash {}

    static ParsedHash usable(PasswordHash hash) {
        return new Usable(hash);
    }

    static ParsedHash malformed(String reason) {
        return new Rejected(new Verification.Malformed(reason));
    }

    static ParsedHash unsupported(String scheme) {
        return new Rejected(new Verification.Unsupported(scheme));
    }
}

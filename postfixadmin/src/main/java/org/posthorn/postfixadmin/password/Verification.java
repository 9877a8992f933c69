// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

/** What a password is to a stored hash. */
public sealed interface Verification {

    /** The password is the one that was hashed. */
    record Matches() implements Verification {}

    /** It is not. */
    record Mismatch() implements Verification {}

    /** The stored hash cannot be checked, whatever the password: the row has to be mended. Worth one warning. */
    sealed interface Unusable extends Verification {
        /** The fault, in words for the log; holds nothing of the password and nothing of the hash. */
        String reason();
    }

    /**
     * The scheme is known, but the text is cut, garbled, or asks for more work than a login may cost.
     *
     * @param reason the fault, for the log
     */
    record Malformed(String reason) implements Unusable {}

    /**
     * The scheme is not known here.
     *
     * @param scheme its name as the row has it; letters, digits, dots, hyphens and dollar signs only
     */
    record Unsupported(String scheme) implements Unusable {
        @Override
        public String reason() {
            return "password scheme " + scheme + " is not supported";
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.util.Locale;
import java.util.Optional;

/**
 * How a stored hash is read that has neither a {@code {SCHEME}} before it nor the shape of a crypt string. Plays the
 * part of Dovecot's {@code default_pass_scheme}.
 */
public enum DefaultScheme {
    /** Only crypt strings are hashes; 13 characters are DES crypt. What PostfixAdmin writes unless told otherwise. */
    CRYPT,
    /** The same, and 32 hexadecimal digits are MD5: for {@code $CONF['encrypt'] = 'md5'}. */
    PLAIN_MD5,
    /** What is not a crypt string with its dollar signs is the password itself: for {@code 'cleartext'}. */
    PLAIN;

    /** Finds a scheme by its name, as {@code plain-md5}; letter case and hyphen or underscore do not matter. */
    public static Optional<DefaultScheme> parse(String name) {
        return SchemeNames.find(DefaultScheme.values(), name);
    }

    /** The name as it is written in a configuration. */
    public String externalName() {
        return name().replace('_', '-').toLowerCase(Locale.ROOT);
    }
}

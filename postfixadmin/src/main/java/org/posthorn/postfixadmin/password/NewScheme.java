// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.util.Locale;
import java.util.Optional;

/**
 * The schemes in which new passwords can be written.
 *
 * <p>Which of them the panel accepts when a user logs in to PostfixAdmin itself depends on its {@code
 * $CONF['encrypt']}. Version 4 reads all of them whatever is set. Version 3.3 reads those with a prefix where it is set
 * to {@code php_crypt:...} (but Argon2) or {@code dovecot:...}, and with its default, {@code md5crypt}, nothing but
 * {@link #MD5_CRYPT}.
 */
public enum NewScheme {
    /** bcrypt, as <code>{BLF-CRYPT}$2y$</code>. The default. */
    BLF_CRYPT,
    /** SHA-512 crypt with 100,000 rounds, as <code>{SHA512-CRYPT}$6$</code>. */
    SHA512_CRYPT,
    /** SHA-256 crypt with 100,000 rounds, as <code>{SHA256-CRYPT}$5$</code>. */
    SHA256_CRYPT,
    /** Argon2id with 19 MiB and two passes, as <code>{ARGON2ID}$argon2id$</code>. */
    ARGON2ID,
    /** MD5 crypt without a prefix, {@code $1$}: weak, and only for a panel that reads nothing else. */
    MD5_CRYPT;

    /** Finds a scheme by its name, as {@code blf-crypt}; letter case and hyphen or underscore do not matter. */
    public static Optional<NewScheme> parse(String name) {
        return SchemeNames.find(NewScheme.values(), name);
    }

    /** The name as it is written in a configuration. */
    public String externalName() {
        return name().replace('_', '-').toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * One digest over the password and, in the salted forms, a salt that is stored behind the digest.
 *
 * @param algorithm the digest's name in Java
 */
record DigestHash(String algorithm, byte[] stored, byte[] salt) implements PasswordHash {

    private static final int MAX_SALT_BYTES = 256;

    static ParsedHash unsalted(String algorithm, byte[] raw) {
        int length = Digests.digest(algorithm).getDigestLength();
        if (raw.length != length) {
            return ParsedHash.malformed(algorithm + " digest of " + raw.length + " bytes");
        }
        return ParsedHash.usable(new DigestHash(algorithm, raw, new byte[0]));
    }

    static ParsedHash salted(String algorithm, byte[] raw) {
        int length = Digests.digest(algorithm).getDigestLength();
        if (raw.length <= length || raw.length > length + MAX_SALT_BYTES) {
            return ParsedHash.malformed("salted " + algorithm + " digest of " + raw.length + " bytes");
        }
        byte[] stored = Arrays.copyOf(raw, length);
        byte[] salt = Arrays.copyOfRange(raw, length, raw.length);
        return ParsedHash.usable(new DigestHash(algorithm, stored, salt));
    }

    @Override
    public boolean matches(byte[] password) {
        MessageDigest digest = Digests.digest(algorithm);
        digest.update(password);
        return Digests.same(digest.digest(salt), stored);
    }

    @Override
    public Strength strength() {
        return Strength.POOR;
    }
}

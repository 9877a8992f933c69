// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** PBKDF2 (RFC 8018) over an HMAC, for one block of its digest. */
final class Pbkdf2 {

    /** The most iterations a stored hash may ask for: about half a second. */
    static final int MAX_ITERATIONS = 1_000_000;

    /** From here on a hash counts as strong. */
    static final int STRONG_ITERATIONS = 100_000;

    private Pbkdf2() {}

    /** Derives as many bytes as the digest has; Java's own PBKDF2 takes characters, which cannot be every password. */
    static byte[] derive(String algorithm, byte[] password, byte[] salt, int iterations) {
        Digest digest = algorithm.equals("SHA-1") ? new SHA1Digest() : SHA256Digest.newInstance();
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest);
        generator.init(password, salt, iterations);
        KeyParameter key = (KeyParameter) generator.generateDerivedMacParameters(digest.getDigestSize() * Byte.SIZE);
        return key.getKey();
    }
}

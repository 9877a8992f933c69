// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** What may be kept of a stored password for as long as a session lives: enough to see that it was changed, and no more. */
public final class Fingerprint {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] KEY = new byte[32];

    static {
        new SecureRandom().nextBytes(KEY);
    }

    private Fingerprint() {}

    /** An HMAC-SHA-256 under a key that exists only in this process. */
    public static String of(String storedHash) {
        byte[] code = Digests.mac(ALGORITHM, KEY).doFinal(storedHash.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(code);
    }
}

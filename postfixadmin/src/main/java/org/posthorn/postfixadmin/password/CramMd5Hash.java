// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.MD5Digest;

/**
 * Dovecot's CRAM-MD5: the states of the two MD5 computations of an HMAC (RFC 2104) after each has taken in its padded
 * key, the outer one first, the words of each in little-endian order.
 */
record CramMd5Hash(byte[] stored) implements PasswordHash {

    private static final int BLOCK_BYTES = 64;
    private static final int STATE_BYTES = 16;
    private static final int INNER_PAD = 0x36;
    private static final int OUTER_PAD = 0x5c;

    /** Where Bouncy Castle's encoded state holds the four chaining words, each with its highest byte first. */
    private static final int STATE_OFFSET = 16;

    static ParsedHash parse(byte[] raw) {
        if (raw.length != 2 * STATE_BYTES) {
            return ParsedHash.malformed("CRAM-MD5 states of " + raw.length + " bytes");
        }
        return ParsedHash.usable(new CramMd5Hash(raw));
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] key = password.length > BLOCK_BYTES ? md5(password) : password;
        byte[] states = Arrays.copyOf(state(key, OUTER_PAD), 2 * STATE_BYTES);
        System.arraycopy(state(key, INNER_PAD), 0, states, STATE_BYTES, STATE_BYTES);
        return Digests.same(states, stored);
    }

    @Override
    public Strength strength() {
        return Strength.POOR;
    }

    private static byte[] md5(byte[] password) {
        MessageDigest digest = Digests.digest("MD5");
        return digest.digest(password);
    }

    private static byte[] state(byte[] key, int pad) {
        byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] ^= (byte) pad;
        }
        MD5Digest digest = new MD5Digest();
        digest.update(block, 0, BLOCK_BYTES);
        byte[] encoded = digest.getEncodedState();
        byte[] state = new byte[STATE_BYTES];
        for (int i = 0; i < STATE_BYTES; i++) {
            int wordStart = i - i % Integer.BYTES;
            state[i] = encoded[STATE_OFFSET + wordStart + Integer.BYTES - 1 - i % Integer.BYTES];
        }
        return state;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.security.MessageDigest;

/**
 * SHA-512 crypt with an empty salt and its 5,000 rounds: {@code $6$$...}, as PostfixAdmin's {@code mysql_encrypt} writes
 * it. Commons Codec computes every other SHA-crypt but refuses the empty salt, hence this composition of the runtime's
 * SHA-512 after <a href="https://www.akkadia.org/drepper/SHA-crypt.txt">the specification</a>, less the steps that
 * only mix in the salt. Nothing new is ever written so.
 */
final class UnsaltedSha512Crypt {

    private static final int ROUNDS = 5000;
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private UnsaltedSha512Crypt() {}

    static String crypt(byte[] password) {
        MessageDigest digest = Digests.digest("SHA-512");
        byte[] state = firstState(digest, password);
        byte[] sequence = sequence(digest, password);
        for (int round = 0; round < ROUNDS; round++) {
            boolean odd = round % 2 == 1;
            digest.update(odd ? sequence : state);
            if (round % 7 != 0) {
                digest.update(sequence);
            }
            digest.update(odd ? state : sequence);
            state = digest.digest();
        }
        return "$6$$" + encode(state);
    }

    /** Steps 1 to 12: the password twice, around a stretch of the digest of itself, chosen by the bits of its length. */
    private static byte[] firstState(MessageDigest digest, byte[] password) {
        digest.update(password);
        byte[] twice = digest.digest(password);
        digest.update(password);
        for (int left = password.length; left > 0; left -= twice.length) {
            digest.update(twice, 0, Math.min(left, twice.length));
        }
        for (int bits = password.length; bits > 0; bits >>= 1) {
            digest.update((bits & 1) == 1 ? twice : password);
        }
        return digest.digest();
    }

    /** Steps 13 to 16: as many bytes as the password has, from the digest of the password repeated that many times. */
    private static byte[] sequence(MessageDigest digest, byte[] password) {
        for (int i = 0; i < password.length; i++) {
            digest.update(password);
        }
        byte[] source = digest.digest();
        byte[] sequence = new byte[password.length];
        for (int i = 0; i < sequence.length; i++) {
            sequence[i] = source[i % source.length];
        }
        return sequence;
    }

    /** Step 22: three bytes from the three thirds of the digest become four letters; the thirds change places each time. */
    private static String encode(byte[] state) {
        StringBuilder text = new StringBuilder(86);
        int[] at = {0, 21, 42};
        for (int i = 0; i < 21; i++) {
            append(text, state[at[0]], state[at[1]], state[at[2]], 4);
            at = new int[] {at[1] + 1, at[2] + 1, at[0] + 1};
        }
        append(text, (byte) 0, (byte) 0, state[63], 2);
        return text.toString();
    }

    private static void append(StringBuilder text, byte high, byte middle, byte low, int letters) {
        int bits = (high & 0xff) << 16 | (middle & 0xff) << 8 | low & 0xff;
        for (int i = 0; i < letters; i++) {
            text.append(ALPHABET.charAt(bits & 0x3f));
            bits >>= 6;
        }
    }
}

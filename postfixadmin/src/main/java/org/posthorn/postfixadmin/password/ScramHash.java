// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server keeps for SCRAM (RFC 5802, RFC 7677), as Dovecot writes it: {@code iterations,salt,StoredKey,ServerKey},
 * all but the number in Base64. The password is taken as it is, without SASLprep, as Dovecot does.
 *
 * @param algorithm {@code SHA-1} or {@code SHA-256}
 */
record ScramHash(String algorithm, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey)
        implements PasswordHash {

    private static final Pattern FORMAT =
            Pattern.compile("([1-9][0-9]{0,9}),([0-9A-Za-z+/=]{1,128}),([0-9A-Za-z+/=]{1,64}),([0-9A-Za-z+/=]{1,64})");

    static ParsedHash parse(String algorithm, String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return ParsedHash.malformed("SCRAM keys are cut or garbled");
        }
        long iterations = Long.parseLong(matcher.group(1));
        if (iterations > Pbkdf2.MAX_ITERATIONS) {
            return ParsedHash.malformed("SCRAM asks for more than " + Pbkdf2.MAX_ITERATIONS + " iterations");
        }
        byte[] salt = TextEncoding.base64(matcher.group(2)).orElse(new byte[0]);
        byte[] storedKey = TextEncoding.base64(matcher.group(3)).orElse(new byte[0]);
        byte[] serverKey = TextEncoding.base64(matcher.group(4)).orElse(new byte[0]);
        int length = Digests.digest(algorithm).getDigestLength();
        if (salt.length == 0 || storedKey.length != length || serverKey.length != length) {
            return ParsedHash.malformed("SCRAM keys are cut or garbled");
        }
        return ParsedHash.usable(new ScramHash(algorithm, (int) iterations, salt, storedKey, serverKey));
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] salted = Pbkdf2.derive(algorithm, password, salt, iterations);
        byte[] clientKey = hmac(salted, "Client Key");
        boolean client = Digests.same(Digests.digest(algorithm).digest(clientKey), storedKey);
        boolean server = Digests.same(hmac(salted, "Server Key"), serverKey);
        return client & server;
    }

    @Override
    public Strength strength() {
        return iterations < Pbkdf2.STRONG_ITERATIONS ? Strength.WEAK : Strength.STRONG;
    }

    private byte[] hmac(byte[] key, String text) {
        return Digests.mac("Hmac" + algorithm.replace("-", ""), key).doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }
}

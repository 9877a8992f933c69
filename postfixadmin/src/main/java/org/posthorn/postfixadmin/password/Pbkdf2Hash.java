// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dovecot's PBKDF2: {@code $1$salt$iterations$} and 20 bytes in hexadecimal, made with HMAC-SHA-1. */
record Pbkdf2Hash(byte[] salt, int iterations, byte[] stored) implements PasswordHash {

    private static final Pattern FORMAT =
            Pattern.compile("\\$1\\$([!-#%-~]{0,64})\\$([1-9][0-9]{0,9})\\$([0-9A-Fa-f]{40})");

    static ParsedHash parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return ParsedHash.malformed("PBKDF2 hash is cut or garbled");
        }
        long iterations = Long.parseLong(matcher.group(2));
        if (iterations > Pbkdf2.MAX_ITERATIONS) {
            return ParsedHash.malformed("PBKDF2 asks for more than " + Pbkdf2.MAX_ITERATIONS + " iterations");
        }
        byte[] salt = matcher.group(1).getBytes(StandardCharsets.US_ASCII);
        byte[] stored = HexFormat.of().parseHex(matcher.group(3));
        return ParsedHash.usable(new Pbkdf2Hash(salt, (int) iterations, stored));
    }

    @Override
    public boolean matches(byte[] password) {
        return Digests.same(Pbkdf2.derive("SHA-1", password, salt, iterations), stored);
    }

    @Override
    public Strength strength() {
        return iterations < Pbkdf2.STRONG_ITERATIONS ? Strength.WEAK : Strength.STRONG;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * bcrypt: {@code $2y$}, and {@code $2a$} and {@code $2b$}, which are the same for every password that is valid UTF-8
 * without NUL. Only the first 72 bytes of a password count, as in PHP and in crypt(3).
 */
record BcryptHash(int cost, String stored) implements PasswordHash {

    /** The largest cost that is computed: about a second. Each step more doubles it. */
    static final int MAX_COST = 14;

    private static final int MIN_COST = 4;
    private static final int STRONG_COST = 10;
    private static final Pattern FORMAT =
            Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{31}");

    static ParsedHash parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return ParsedHash.malformed("bcrypt hash is cut or garbled");
        }
        int cost = Integer.parseInt(matcher.group(1));
        if (cost < MIN_COST || cost > MAX_COST) {
            return ParsedHash.malformed("bcrypt's cost " + cost + " is not from " + MIN_COST + " to " + MAX_COST);
        }
        return ParsedHash.usable(new BcryptHash(cost, text));
    }

    /**
     * Writes a hash.
     *
     * @param salt 16 bytes
     */
    static String encode(byte[] password, byte[] salt, int cost) {
        return OpenBSDBCrypt.generate("2y", password, salt, cost);
    }

    @Override
    public boolean matches(byte[] password) {
        return OpenBSDBCrypt.checkPassword(stored, password);
    }

    @Override
    public Strength strength() {
        return cost < STRONG_COST ? Strength.WEAK : Strength.STRONG;
    }
}

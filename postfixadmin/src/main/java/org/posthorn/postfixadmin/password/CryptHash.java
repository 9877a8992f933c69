// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.apache.commons.codec.digest.UnixCrypt;

/** The older schemes of crypt(3): DES, MD5 and SHA-2. The stored text is also the salt of a new computation. */
record CryptHash(Kind kind, String stored) implements PasswordHash {

    /** The most rounds that SHA-crypt may ask for: a quarter of a second, or two for the longest password. */
    static final int MAX_ROUNDS = 1_000_000;

    /** How every hash begins that PostfixAdmin 3.3 makes with {@code md5crypt}, its default. */
    private static final String FIXED_SALT = "$1$c9809462$";

    private static final int MIN_ROUNDS = 1000;
    private static final Pattern SHA = Pattern.compile("\\$[56]\\$(?:rounds=([1-9][0-9]{0,8})\\$)?"
            + "([./0-9A-Za-z]{0,16})\\$([./0-9A-Za-z]{43}|[./0-9A-Za-z]{86})");
    private static final Pattern MD5 = Pattern.compile("\\$1\\$[./0-9A-Za-z]{1,8}\\$[./0-9A-Za-z]{22}");
    private static final Pattern DES = Pattern.compile("[./0-9A-Za-z]{13}");

    /** The computation; each works on its own copy of the password, because the library wipes what it is given. */
    enum Kind {
        DES,
        MD5,
        SHA256,
        SHA512,
        /** SHA-512 with the empty salt that PostfixAdmin's {@code mysql_encrypt} writes, which the library refuses. */
        SHA512_UNSALTED;

        String compute(byte[] password, String salt) {
            byte[] copy = password.clone();
            return switch (this) {
                case DES -> UnixCrypt.crypt(copy, salt);
                case MD5 -> Md5Crypt.md5Crypt(copy, salt);
                case SHA256 -> Sha2Crypt.sha256Crypt(copy, salt);
                case SHA512 -> Sha2Crypt.sha512Crypt(copy, salt);
                case SHA512_UNSALTED -> UnsaltedSha512Crypt.crypt(copy);
            };
        }
    }

    static ParsedHash parseDes(String text) {
        if (!DES.matcher(text).matches()) {
            return ParsedHash.malformed("neither a scheme's prefix nor the shape of a crypt string");
        }
        return ParsedHash.usable(new CryptHash(Kind.DES, text));
    }

    static ParsedHash parseMd5(String text) {
        if (!MD5.matcher(text).matches()) {
            return ParsedHash.malformed("MD5-CRYPT hash is cut or garbled");
        }
        return ParsedHash.usable(new CryptHash(Kind.MD5, text));
    }

    static ParsedHash parseSha(String text) {
        boolean sha512 = text.startsWith("$6$");
        Matcher matcher = SHA.matcher(text);
        if (!matcher.matches() || matcher.group(3).length() != (sha512 ? 86 : 43)) {
            return ParsedHash.malformed("SHA-crypt hash is cut or garbled");
        }
        if (matcher.group(1) != null) {
            int rounds = Integer.parseInt(matcher.group(1));
            if (rounds < MIN_ROUNDS || rounds > MAX_ROUNDS) {
                return ParsedHash.malformed(
                        "SHA-crypt's rounds " + rounds + " are not from " + MIN_ROUNDS + " to " + MAX_ROUNDS);
            }
        }
        if (!matcher.group(2).isEmpty()) {
            return ParsedHash.usable(new CryptHash(sha512 ? Kind.SHA512 : Kind.SHA256, text));
        }
        if (sha512 && matcher.group(1) == null) {
            return ParsedHash.usable(new CryptHash(Kind.SHA512_UNSALTED, text));
        }
        return ParsedHash.malformed("SHA-crypt hash without a salt");
    }

    @Override
    public boolean matches(byte[] password) {
        return Digests.same(kind.compute(password, stored), stored);
    }

    @Override
    public Strength strength() {
        return switch (kind) {
            case DES, SHA512_UNSALTED -> Strength.POOR;
            case MD5 -> stored.startsWith(FIXED_SALT) ? Strength.POOR : Strength.WEAK;
            case SHA256, SHA512 -> Strength.STRONG;
        };
    }
}

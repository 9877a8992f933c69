// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * Checks passwords against what a database row holds, and writes new hashes. Safe for use by many threads.
 *
 * <h2>Reads</h2>
 * Every format of PostfixAdmin and most of Dovecot's: DES, MD5, SHA-256, SHA-512 and bcrypt crypt strings, Argon2i and
 * Argon2id, PBKDF2, SCRAM keys, CRAM-MD5 states, plain and salted MD5 and SHA digests, clear text. Names of schemes
 * are compared without regard to case. Not read, because the user's name, or an exotic digest, belongs to them:
 * DIGEST-MD5, NTLM, LANMAN, OTP, SKEY, RPA, PLAIN-MD4; nor yescrypt ({@code $y$}).
 *
 * <h2>Failure</h2>
 * No text of a row and no password leads to an exception: see {@link Verification.Unusable}. Nothing is logged here.
 *
 * <h2>Limits</h2>
 * A password is UTF-8 without NUL, 1 to 512 bytes (crypt(3) ends there too); any other is wrong, whatever is stored.
 * bcrypt counts its first 72 bytes, DES the first 8. A stored hash may cost no more than: bcrypt 14; 1,000,000 rounds
 * of SHA-crypt, iterations of PBKDF2 or SCRAM; Argon2 256 MiB, a third of the heap, or 1 GiB summed over its passes.
 */
@Singleton
public final class Passwords {

    /** The longest password that can be right, in bytes of UTF-8. */
    public static final int MAX_PASSWORD_BYTES = 512;

    private final PasswordConfig config;
    private final HashParser parser;
    private final HashEncoder encoder;

    /** What {@link #verifyNobody} computes against. */
    private volatile PasswordHash decoy;

    @Inject
    public Passwords(PasswordConfig config) {
        this.config = config;
        this.parser = new HashParser(config.defaultScheme());
        this.encoder = new HashEncoder(config);
        this.decoy = new HashParser(DefaultScheme.CRYPT).parse(encoder.decoy()) instanceof ParsedHash.Usable usable
                ? usable.hash()
                : new PlainHash(new byte[0]);
    }

    /**
     * Compares a password with a stored hash. A hash that cannot be used takes as long as a wrong password.
     *
     * @param storedHash the row's text, as the database has it
     */
    public Verification verify(String password, String storedHash) {
        ParsedHash parsed = parser.parse(storedHash);
        if (parsed instanceof ParsedHash.Rejected rejected) {
            verifyNobody(password);
            return rejected.why();
        }
        PasswordHash hash = ((ParsedHash.Usable) parsed).hash();
        decoy = hash;
        Optional<byte[]> bytes = bytes(password);
        return bytes.isPresent() && hash.matches(bytes.get())
                ? new Verification.Matches()
                : new Verification.Mismatch();
    }

    /**
     * Takes as long as {@link #verify} with a wrong password: for users who do not exist, so that an answer's time does
     * not tell that.
     *
     * <p>The time is that of the hash seen last, not that of the scheme in which new passwords are written: PostfixAdmin
     * keeps old hashes until a password is changed, so that in a database full of MD5-CRYPT (0.2 ms) the time of bcrypt
     * (250 ms) would name every unknown user, and give whoever guesses user names a way to keep the processor busy.
     * Only until a first hash has been seen is the scheme of new passwords taken. Where a database holds schemes of
     * very different cost the times vary, for unknown users with the last known one, and a patient observer may learn
     * something; re-hashing evens them out.
     *
     * @return always {@link Verification.Mismatch}
     */
    public Verification verifyNobody(String password) {
        PasswordHash current = decoy;
        bytes(password).ifPresent(bytes -> ignore(current.matches(bytes)));
        return new Verification.Mismatch();
    }

    /**
     * Writes a password in the configured scheme, with a fresh salt.
     *
     * @throws IllegalArgumentException if the password is empty, longer than {@link #MAX_PASSWORD_BYTES}, holds NUL or
     *     is not Unicode
     */
    public String encode(String password) {
        return encoder.encode(bytes(password)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a password has 1 to " + MAX_PASSWORD_BYTES + " bytes of UTF-8 and holds no NUL")));
    }

    /**
     * Whether a hash that has just been verified should be replaced by {@link #encode}: only where the configuration
     * asks for it, and only where the new one is stronger.
     *
     * <p>Strong are SHA-256 and SHA-512 crypt, Argon2, bcrypt from cost 10, PBKDF2 and SCRAM from 100,000 iterations;
     * weak are MD5-CRYPT and the last three below that; worse are DES crypt, clear text, every single digest with or
     * without salt, and the MD5-CRYPT of PostfixAdmin 3.3, which has one salt for everybody ({@code $1$c9809462$}).
     */
    public boolean needsRehash(String storedHash) {
        if (!config.rehash() || !(parser.parse(storedHash) instanceof ParsedHash.Usable usable)) {
            return false;
        }
        Strength written = config.newScheme() == NewScheme.MD5_CRYPT ? Strength.WEAK : Strength.STRONG;
        return usable.hash().strength().compareTo(written) < 0;
    }

    /** What a login of nobody would be checked against now. */
    PasswordHash decoy() {
        return decoy;
    }

    private static Optional<byte[]> bytes(String password) {
        if (password.isEmpty() || password.length() > MAX_PASSWORD_BYTES || password.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return TextEncoding.utf8(password).filter(bytes -> bytes.length <= MAX_PASSWORD_BYTES);
    }

    /** The work is the point. */
    private static void ignore(boolean unused) {}
}

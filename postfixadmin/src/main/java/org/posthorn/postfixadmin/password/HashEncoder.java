// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.security.SecureRandom;

/** Writes hashes in the configured scheme, each with a random salt of its own. */
final class HashEncoder {

    private static final int SHA_ROUNDS = 100_000;
    private static final int ARGON2_MEMORY = Math.min(19 * 1024, Argon2Hash.MAX_MEMORY);
    private static final int ARGON2_PASSES = 2;
    private static final String SALT_LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final PasswordConfig config;
    private final SecureRandom random = new SecureRandom();

    HashEncoder(PasswordConfig config) {
        this.config = config;
    }

    String encode(byte[] password) {
        return switch (config.newScheme()) {
            case BLF_CRYPT -> "{BLF-CRYPT}" + BcryptHash.encode(password, saltBytes(), config.bcryptCost());
            case SHA512_CRYPT ->
                "{SHA512-CRYPT}"
                        + CryptHash.Kind.SHA512.compute(password, "$6$rounds=" + SHA_ROUNDS + "$" + saltLetters(16));
            case SHA256_CRYPT ->
                "{SHA256-CRYPT}"
                        + CryptHash.Kind.SHA256.compute(password, "$5$rounds=" + SHA_ROUNDS + "$" + saltLetters(16));
            case ARGON2ID -> "{ARGON2ID}" + Argon2Hash.encode(password, saltBytes(), ARGON2_MEMORY, ARGON2_PASSES);
            case MD5_CRYPT -> CryptHash.Kind.MD5.compute(password, "$1$" + saltLetters(8));
        };
    }

    /** A text of the configured scheme, with the cost of its hashes, that no password is known for; made at no cost. */
    String decoy() {
        return switch (config.newScheme()) {
            case BLF_CRYPT -> "$2y$" + config.bcryptCost() + "$" + ".".repeat(53);
            case SHA512_CRYPT -> "$6$rounds=" + SHA_ROUNDS + "$................$" + ".".repeat(86);
            case SHA256_CRYPT -> "$5$rounds=" + SHA_ROUNDS + "$................$" + ".".repeat(43);
            case ARGON2ID ->
                "$argon2id$v=19$m=" + ARGON2_MEMORY + ",t=" + ARGON2_PASSES + ",p=1$" + "A".repeat(22) + "$"
                        + "A".repeat(43);
            case MD5_CRYPT -> "$1$........$" + ".".repeat(22);
        };
    }

    private byte[] saltBytes() {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        return salt;
    }

    private String saltLetters(int length) {
        StringBuilder salt = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            salt.append(SALT_LETTERS.charAt(random.nextInt(SALT_LETTERS.length())));
        }
        return salt.toString();
    }
}

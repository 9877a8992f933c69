// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2i and Argon2id (RFC 9106) in the PHC string format.
 *
 * <p>The memory is taken from the Java heap, 64 MiB for a hash as Dovecot and PHP write it. All computations share one
 * allowance of a third of the heap, and at most 256 MiB: what does not fit at the moment waits its turn, so that many
 * logins at once cannot exhaust the heap; a hash that would never fit is refused as malformed.
 *
 * @param memory in KiB
 */
record Argon2Hash(int type, int version, int memory, int passes, int lanes, byte[] salt, byte[] stored)
        implements PasswordHash {

    /** The most memory of one computation, in KiB. */
    static final int MAX_MEMORY =
            (int) Math.min(256 * 1024, Runtime.getRuntime().maxMemory() / 1024 / 3);

    /** The most work: memory in KiB times passes. About a second. */
    static final long MAX_WORK = 1024 * 1024;

    private static final int MAX_LANES = 16;
    private static final Semaphore ALLOWANCE = new Semaphore(MAX_MEMORY, true);
    private static final Pattern FORMAT = Pattern.compile("\\$argon2(id?)\\$(?:v=([0-9]{1,3})\\$)?"
            + "m=([1-9][0-9]{0,9}),t=([1-9][0-9]{0,9}),p=([1-9][0-9]{0,7})"
            + "\\$([0-9A-Za-z+/]{11,128})\\$([0-9A-Za-z+/]{16,128})");

    static ParsedHash parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return ParsedHash.malformed("Argon2 hash is cut or garbled");
        }
        int type = matcher.group(1).equals("i") ? Argon2Parameters.ARGON2_i : Argon2Parameters.ARGON2_id;
        int version =
                matcher.group(2) == null ? Argon2Parameters.ARGON2_VERSION_10 : Integer.parseInt(matcher.group(2));
        if (version != Argon2Parameters.ARGON2_VERSION_10 && version != Argon2Parameters.ARGON2_VERSION_13) {
            return ParsedHash.malformed("Argon2 version " + version);
        }
        long memory = Long.parseLong(matcher.group(3));
        long passes = Long.parseLong(matcher.group(4));
        int lanes = Integer.parseInt(matcher.group(5));
        if (memory > MAX_MEMORY) {
            return ParsedHash.malformed("Argon2 asks for " + memory + " KiB, and may have " + MAX_MEMORY);
        }
        if (lanes > MAX_LANES || memory < 8L * lanes || passes > MAX_WORK / memory) {
            return ParsedHash.malformed("Argon2 asks for m=" + memory + ",t=" + passes + ",p=" + lanes);
        }
        byte[] salt = TextEncoding.base64(matcher.group(6)).orElse(new byte[0]);
        byte[] stored = TextEncoding.base64(matcher.group(7)).orElse(new byte[0]);
        if (salt.length == 0 || stored.length == 0) {
            return ParsedHash.malformed("Argon2 hash is cut or garbled");
        }
        return ParsedHash.usable(new Argon2Hash(type, version, (int) memory, (int) passes, lanes, salt, stored));
    }

    /** Writes a hash of 32 bytes, Argon2id, one lane. */
    static String encode(byte[] password, byte[] salt, int memory, int passes) {
        Argon2Hash empty = new Argon2Hash(
                Argon2Parameters.ARGON2_id, Argon2Parameters.ARGON2_VERSION_13, memory, passes, 1, salt, new byte[32]);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=" + empty.version + "$m=" + memory + ",t=" + passes + ",p=1$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(empty.compute(password));
    }

    @Override
    public boolean matches(byte[] password) {
        return Digests.same(compute(password), stored);
    }

    @Override
    public Strength strength() {
        return Strength.STRONG;
    }

    private byte[] compute(byte[] password) {
        ALLOWANCE.acquireUninterruptibly(memory);
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(type)
                    .withVersion(version)
                    .withMemoryAsKB(memory)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] result = new byte[stored.length];
            generator.generateBytes(password, result);
            return result;
        } finally {
            ALLOWANCE.release(memory);
        }
    }
}

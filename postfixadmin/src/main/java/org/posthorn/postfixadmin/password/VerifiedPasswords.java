// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * Remembers for a while which passwords were right, so that a user's next login costs microseconds, not the work of
 * bcrypt. Safe for use by many threads.
 *
 * <p>A password is kept as an HMAC-SHA-256 under a key that exists only in this process. The HMAC covers the user's
 * name, the hash that verified (of the mailbox, or of an app password) and the active flag, besides the password: the
 * caller reads the row at every login, and whatever changed in it, or a row that is gone, leads to another HMAC, which
 * is not found. Nothing has to be told to forget. Only successes are kept: a guess costs the full work each time.
 *
 * <h2>Limits</h2>
 * By default 10,000 entries (about 2 MB), the longest unused making room, and one hour from the verification, used or
 * not. Which columns besides the hash and the flag decide on a login (expiry, {@code smtp_active}) is the caller's
 * affair: he checks them in the row, as for any login.
 */
@Singleton
public final class VerifiedPasswords {

    /** How many passwords are remembered at most. */
    public static final int DEFAULT_MAXIMUM_SIZE = 10_000;

    /** How long a password is remembered. */
    public static final Duration DEFAULT_MAXIMUM_AGE = Duration.ofHours(1);

    private static final String ALGORITHM = "HmacSHA256";

    private final int maximumSize;
    private final long maximumAgeNanos;
    private final LongSupplier nanoTime;
    private final byte[] key = new byte[32];

    /** From the HMAC to the time of verification; in order of use, and its own lock. */
    private final LinkedHashMap<ByteBuffer, Long> verified = new LinkedHashMap<>(16, 0.75f, true);

    @Inject
    public VerifiedPasswords() {
        this(DEFAULT_MAXIMUM_SIZE, DEFAULT_MAXIMUM_AGE);
    }

    /**
     * Takes other limits.
     *
     * @param maximumSize entries; 0 remembers nothing
     * @param maximumAge from the verification
     */
    public VerifiedPasswords(int maximumSize, Duration maximumAge) {
        this(maximumSize, maximumAge, System::nanoTime);
    }

    VerifiedPasswords(int maximumSize, Duration maximumAge, LongSupplier nanoTime) {
        this.maximumSize = maximumSize;
        this.maximumAgeNanos = maximumAge.toNanos();
        this.nanoTime = nanoTime;
        new SecureRandom().nextBytes(key);
    }

    /**
     * Whether this password was verified against this hash a while ago.
     *
     * @param username the row's name, in one spelling for all spellings the client may use
     * @param active the row's flag; a user who is not active is refused by the caller, remembered or not
     * @param storedHash the hash as the row has it now
     */
    public boolean isRemembered(String username, boolean active, String password, String storedHash) {
        ByteBuffer entry = entry(username, active, password, storedHash);
        synchronized (verified) {
            Long since = verified.get(entry);
            if (since == null) {
                return false;
            }
            if (nanoTime.getAsLong() - since <= maximumAgeNanos) {
                return true;
            }
            verified.remove(entry);
            return false;
        }
    }

    /** Remembers a password after {@link Passwords#verify} found that it matches. The parameters are those of {@link #isRemembered}. */
    public void remember(String username, boolean active, String password, String storedHash) {
        ByteBuffer entry = entry(username, active, password, storedHash);
        synchronized (verified) {
            verified.put(entry, nanoTime.getAsLong());
            if (verified.size() > maximumSize) {
                var eldest = verified.entrySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
    }

    /** The number of entries, those that have become too old included. */
    public int size() {
        synchronized (verified) {
            return verified.size();
        }
    }

    private ByteBuffer entry(String username, boolean active, String password, String storedHash) {
        Mac mac = Digests.mac(ALGORITHM, key);
        mac.update((byte) (active ? 1 : 0));
        update(mac, username);
        update(mac, storedHash);
        update(mac, password);
        return ByteBuffer.wrap(mac.doFinal());
    }

    /** The length goes first, so that no two triples of texts are the same bytes. */
    private static void update(Mac mac, String text) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Character.BYTES * text.length());
        bytes.putInt(text.length()).asCharBuffer().put(text);
        mac.update(bytes.rewind());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What makes a second delivery of the same mail to the same folder of the same recipient recognisable.
 *
 * @param bytes 16 bytes; not copied, and must not change
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeliveryKey(byte[] bytes) {

    /** The length of a key in bytes. */
    public static final int LENGTH = 16;

    public DeliveryKey {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a delivery key has " + LENGTH + " bytes");
        }
    }

    /** The key of the mail with this identity in the spool, for this recipient and folder. */
    public static DeliveryKey of(String spoolId, String recipient, String folder) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] text = (spoolId + '\0' + recipient + '\0' + folder).getBytes(StandardCharsets.UTF_8);
            return new DeliveryKey(Arrays.copyOf(digest.digest(text), LENGTH));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeliveryKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}

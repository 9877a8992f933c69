// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client logs in with.
 *
 * @param username as sent
 * @param password as sent
 */
record Credentials(String username, String password) {

    private static final int MAXIMUM_USERNAME = 255;

    /**
     * Reads a message of the mechanism PLAIN (RFC 4616).
     *
     * @return empty when it has not three parts, or asks to act as somebody else
     */
    static Optional<Credentials> fromPlain(byte[] message) {
        int first = indexOfNul(message, 0);
        int second = first < 0 ? -1 : indexOfNul(message, first + 1);
        if (second < 0 || indexOfNul(message, second + 1) >= 0) {
            return Optional.empty();
        }
        String authorization = text(message, 0, first);
        String authentication = text(message, first + 1, second);
        if (!authorization.isEmpty() && !authorization.equalsIgnoreCase(authentication)) {
            return Optional.empty();
        }
        return Optional.of(new Credentials(authentication, text(message, second + 1, message.length)));
    }

    private static int indexOfNul(byte[] message, int from) {
        for (int i = from; i < message.length; i++) {
            if (message[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The bytes as UTF-8 or, where they are none, as ISO 8859-1, which is what old clients send. */
    static String text(byte[] message, int from, int to) {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOfRange(message, from, to));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return new String(message, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    static Optional<byte[]> fromBase64(byte[] line) {
        try {
            return Optional.of(Base64.getDecoder().decode(line));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is worth asking: no account has an empty name, a control character in it, or more than 255 letters. */
    boolean plausible() {
        return !username.isEmpty()
                && username.length() <= MAXIMUM_USERNAME
                && !password.isEmpty()
                && username.chars().noneMatch(Character::isISOControl)
                && password.indexOf('\0') < 0;
    }

    /** Without the password, which belongs into no log. */
    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

/**
 * A mail that can tell whether it is whole: its first line names it and carries the SHA-256 of the header lines below, up to
 * the last, and of the body. What a server adds above or below these lines, or takes away from neither, breaks no seal.
 *
 * <p>Text is ISO 8859-1, one character a byte, as everywhere in these tests: header and body hold bytes of every value from
 * 128 on, some lines begin with a dot, and no line is longer than RFC 5321 allows.
 */
public final class Letter {

    /** What a stored mail says about itself. */
    public record Reading(String id, boolean whole) {}

    private static final String FIRST = "X-Letter: ";
    private static final String LAST = "X-Letter-End: ";
    private static final int LONGEST_LINE = 900;

    private Letter() {}

    /** A new mail of about so many bytes. */
    public static String write(String id, int size, Random random) {
        String head =
                "From: X <x@outside.test>\r\nTo: somebody\r\nSubject: letter " + id + " gr\u00fc\u00dfe\r\nX-Bytes: "
                        + everyHighByte() + "\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <" + id
                        + "@outside.test>\r\n";
        String body = body(size, random);
        return FIRST + id + " " + seal(id, head, body) + "\r\n" + head + LAST + id + "\r\n\r\n" + body;
    }

    /** What a mail as it lies in a mailbox says; absent when it is no letter. */
    public static Optional<Reading> read(String stored) {
        int first = startOfLine(stored, FIRST);
        int endOfFirst = stored.indexOf("\r\n", Math.max(first, 0));
        if (first < 0 || endOfFirst < 0) {
            return Optional.empty();
        }
        String[] words = stored.substring(first + FIRST.length(), endOfFirst).split(" ", -1);
        return Optional.of(
                new Reading(words[0], words.length == 2 && isWhole(words[0], words[1], stored, endOfFirst + 2)));
    }

    private static boolean isWhole(String id, String seal, String stored, int begin) {
        String last = LAST + id + "\r\n";
        int end = stored.indexOf(last, begin);
        int bodyBegin = end < 0 ? -1 : stored.indexOf("\r\n\r\n", end);
        return bodyBegin >= 0
                && seal.equals(
                        seal(id, stored.substring(begin, end), stored.substring(bodyBegin + "\r\n\r\n".length())));
    }

    private static int startOfLine(String text, String word) {
        int found = text.startsWith(word) ? 0 : text.indexOf("\r\n" + word);
        return found <= 0 ? found : found + 2;
    }

    private static String body(int size, Random random) {
        StringBuilder text = new StringBuilder(size + LONGEST_LINE);
        while (text.length() < size) {
            int length = random.nextInt(LONGEST_LINE);
            text.append(random.nextInt(10) == 0 ? "." : "");
            for (int i = 0; i < length; i++) {
                int character = random.nextInt(95 + 128);
                text.append((char) (character < 95 ? ' ' + character : 128 + character - 95));
            }
            text.append("\r\n");
        }
        return text.toString();
    }

    private static String everyHighByte() {
        StringBuilder text = new StringBuilder(128);
        for (char character = 128; character < 256; character++) {
            text.append(character);
        }
        return text.toString();
    }

    private static String seal(String id, String head, String body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + body.length() + id.length());
            bytes.writeBytes(id.getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(body.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest.digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

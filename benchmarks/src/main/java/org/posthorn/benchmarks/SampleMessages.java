// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Messages of one size to store again and again: up to 100 kB text in words, which deflates to about a third as mail does;
 * above that mostly an attachment in base64 of bytes that nothing compresses further.
 */
public final class SampleMessages {
    private static final int TEXT_LIMIT = 100_000;
    private static final int ENOUGH_BYTES = 100_000_000;

    private final List<Sample> samples = new ArrayList<>();

    /**
     * A message.
     *
     * @param header its header block with the empty line
     * @param body all after that
     */
    public record Sample(byte[] header, byte[] body) {
        /** Bytes of header and body. */
        public int size() {
            return header.length + body.length;
        }
    }

    /** Makes up to 64 messages of {@code size} bytes each; the same ones for the same size. */
    public SampleMessages(int size) {
        Random random = new Random(size);
        List<String> words = words(random);
        int different = Math.max(2, Math.min(64, ENOUGH_BYTES / size));
        for (int i = 0; i < different; i++) {
            byte[] header = header(random, Math.min(1500, size / 2));
            int rest = size - header.length;
            samples.add(new Sample(header, size <= TEXT_LIMIT ? text(random, words, rest) : attachment(random, rest)));
        }
    }

    /** The message of a running number. */
    public Sample get(int number) {
        return samples.get(Math.floorMod(number, samples.size()));
    }

    private static List<String> words(Random random) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = 2 + random.nextInt(9); length > 0; length--) {
                word.append((char) ('a' + (int) Math.min(25, Math.abs(random.nextGaussian() * 9))));
            }
            words.add(word.toString());
        }
        return words;
    }

    private static byte[] header(Random random, int size) {
        StringBuilder text = new StringBuilder("From: a@outside.test\r\nTo: b@load.test\r\nSubject: load\r\nX-Filler:");
        while (text.length() + 4 < size) {
            text.append(text.length() % 70 == 0 ? "\r\n " : (char) ('a' + random.nextInt(26)));
        }
        return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] text(Random random, List<String> words, int size) {
        StringBuilder text = new StringBuilder(size + 20);
        while (text.length() < size) {
            int rank = (int) (Math.abs(random.nextGaussian()) * words.size() / 4);
            text.append(words.get(Math.min(rank, words.size() - 1))).append(random.nextInt(12) == 0 ? "\r\n" : " ");
        }
        return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] attachment(Random random, int size) {
        byte[] bytes = new byte[size * 3 / 4];
        random.nextBytes(bytes);
        byte[] encoded = Base64.getMimeEncoder().encode(bytes);
        byte[] exact = new byte[size];
        System.arraycopy(encoded, 0, exact, 0, Math.min(size, encoded.length));
        return exact;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;

/**
 * Finds a phrase in texts of any length, whatever the case of its letters (RFC 5051 without its decompositions). Every run of
 * white space, line ends included, counts as one space, so that a phrase is found where a line was broken in it. Safe for
 * use by several threads.
 */
public final class TextFinder {

    private static final int BUFFER = 8192;

    private final char[] phrase;
    private final int[] fallback;

    /** A finder of that phrase; the empty phrase is in every text. */
    public TextFinder(String phrase) {
        this.phrase = folded(phrase);
        this.fallback = fallback(this.phrase);
    }

    /** Whether the phrase is in the text. */
    public boolean isIn(String text) {
        try {
            return isIn(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory cannot fail", e);
        }
    }

    /** Whether the phrase is in what the reader gives; reads no further than its first occurrence, and does not close. */
    public boolean isIn(Reader text) throws IOException {
        if (phrase.length == 0) {
            return true;
        }
        char[] buffer = new char[BUFFER];
        int matched = 0;
        boolean space = false;
        for (int count = text.read(buffer); count >= 0; count = text.read(buffer)) {
            for (int i = 0; i < count; i++) {
                char letter = fold(buffer[i]);
                if (letter == ' ' && space) {
                    continue;
                }
                space = letter == ' ';
                while (matched > 0 && phrase[matched] != letter) {
                    matched = fallback[matched - 1];
                }
                matched += phrase[matched] == letter ? 1 : 0;
                if (matched == phrase.length) {
                    return true;
                }
            }
        }
        return false;
    }

    private static char[] folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = fold(text.charAt(i));
            if (letter != ' ' || folded.length() == 0 || folded.charAt(folded.length() - 1) != ' ') {
                folded.append(letter);
            }
        }
        return folded.toString().toCharArray();
    }

    private static char fold(char letter) {
        if (letter < 0x80) {
            return letter >= 'A' && letter <= 'Z' ? (char) (letter + 32) : letter <= ' ' ? ' ' : letter;
        }
        return letter == '\u00a0' ? ' ' : Character.toLowerCase(Character.toUpperCase(letter));
    }

    /** For every length of a match the longest shorter one that is still a match (Knuth, Morris, Pratt). */
    private static int[] fallback(char[] phrase) {
        int[] table = new int[phrase.length];
        int matched = 0;
        for (int i = 1; i < phrase.length; i++) {
            while (matched > 0 && phrase[matched] != phrase[i]) {
                matched = table[matched - 1];
            }
            matched += phrase[matched] == phrase[i] ? 1 : 0;
            table[i] = matched;
        }
        return table;
    }
}

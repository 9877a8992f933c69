// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthorn.it.loss.Letter.Reading;

class LetterTest {

    private final String letter = Letter.write("a-1", 3000, new Random(1));

    @Test
    void aLetterIsWholeWithWhatAServerAddsAroundItsHeader() {
        String stored = "Return-Path: <x>\r\n" + letter.replaceFirst("\r\n\r\n", "\r\nDelivered-To: y\r\n\r\n");

        assertThat(Letter.read(letter)).contains(new Reading("a-1", true));
        assertThat(Letter.read(stored)).contains(new Reading("a-1", true));
    }

    @Test
    void oneOtherByteAnywhereBreaksTheSeal() {
        assertThat(Letter.read(letter.substring(0, letter.length() - 1))).contains(new Reading("a-1", false));
        assertThat(Letter.read(letter + "x")).contains(new Reading("a-1", false));
        assertThat(Letter.read(letter.replace('\u00fc', '?'))).contains(new Reading("a-1", false));
        assertThat(Letter.read(letter.substring(0, letter.indexOf("X-Letter-End"))))
                .contains(new Reading("a-1", false));
    }

    @Test
    void anotherMailIsNoLetter() {
        assertThat(Letter.read("Subject: X-Letter: a-1 00\r\n\r\nHello.\r\n")).isEmpty();
    }

    @Test
    void linesAreNoLongerThanSmtpAllows() {
        assertThat(Letter.write("a-2", 300_000, new Random(2)).lines()).allMatch(line -> line.length() <= 998);
    }
}

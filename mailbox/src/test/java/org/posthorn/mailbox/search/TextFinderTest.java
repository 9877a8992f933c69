// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFinderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello|Say HELLO to it",
                "abab|aababab",
                "aab|aaab",
                "\u00e4RGER|gro\u00dfer \u00c4rger",
                "\u03c3\u03af\u03b3\u03bc\u03b1|\u03a3\u03af\u03b3\u03bc\u03b1",
                "''|anything",
                "a b|a\u00a0\u00a0b",
                "x|x"
            })
    void findsThePhrase(String phrase, String text) {
        assertThat(new TextFinder(phrase).isIn(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"hello|hell o", "abc|abab", "a b|ab", "long|lon", "x|''"})
    void findsNothingElse(String phrase, String text) {
        assertThat(new TextFinder(phrase).isIn(text)).isFalse();
    }

    @Test
    void findsAPhraseOverALineEnd() {
        assertThat(new TextFinder("quick brown fox").isIn("the quick\r\n\tbrown  fox"))
                .isTrue();
        assertThat(new TextFinder("quick \r\n brown").isIn("the quick brown fox"))
                .isTrue();
    }

    @Test
    void findsAPhraseOverTheEndOfABuffer() throws Exception {
        for (int fill = 8180; fill < 8200; fill++) {
            try (Reader text = new StringReader("x".repeat(fill) + "needle" + "y".repeat(100))) {
                assertThat(new TextFinder("needle").isIn(text)).isTrue();
            }
        }
    }
}

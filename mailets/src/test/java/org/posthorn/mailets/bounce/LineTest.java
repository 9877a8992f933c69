// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void lineEndsBecomeBlanks() {
        assertThat(Line.clean("550-first\r\n550 second\nthird\tfourth\r"))
                .isEqualTo("550-first 550 second third fourth");
    }

    @Test
    void charactersThatCannotBePrintedBecomeQuestionMarks() {
        assertThat(Line.clean("a\u0000b\u007fc\u00e9d\u2028e\u0085f")).isEqualTo("a?b?c?d?e?f");
    }

    @Test
    void aLineIsCutAndHasNoBlanksAroundIt() {
        assertThat(Line.clean("  abc def  ", 4)).isEqualTo("abc");
        assertThat(Line.clean("x".repeat(100_000))).hasSize(Line.LONGEST);
        assertThat(Line.clean("")).isEmpty();
    }

    @Test
    void aShortLineIsNotFolded() {
        String line = "Diagnostic-Code: smtp; " + "x".repeat(55);

        assertThat(line).hasSize(78);
        assertThat(Line.fold(line)).isEqualTo(line);
    }

    @Test
    void aLongLineIsFoldedAtBlanksAndIndented() {
        assertThat(
                        Line.fold(
                                "Diagnostic-Code: smtp; 552 5.2.2 <carol@example.test> Quota exceeded (mailbox for user is full)"))
                .isEqualTo(
                        """
                        Diagnostic-Code: smtp; 552 5.2.2 <carol@example.test> Quota exceeded (mailbox
                            for user is full)""");
    }

    @Test
    void noFoldedLineIsWiderThan78Characters() {
        String folded =
                Line.fold("Diagnostic-Code: smtp; " + "seven77 ".repeat(80).strip());

        assertThat(folded.lines()).hasSizeGreaterThan(8).allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(78));
        assertThat(folded.replaceAll("\n +", " "))
                .isEqualTo("Diagnostic-Code: smtp; " + "seven77 ".repeat(80).strip());
    }

    @Test
    void aWordWiderThanTheLineStaysWhole() {
        String word = "x".repeat(200);

        assertThat(Line.fold("a " + word + " b")).isEqualTo("a\n    " + word + "\n    b");
    }
}

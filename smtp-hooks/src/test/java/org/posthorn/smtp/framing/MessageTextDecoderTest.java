// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTextDecoderTest {

    /** C is CR, L is LF, in both columns. */
    @ParameterizedTest
    @CsvSource({
        "aCL, aCL",
        "aLb, aCLb",
        "aCb, aCLb",
        "aCCLb, aCLb",
        "aCCb, aCLCLb",
        "aLLb, aCLCLb",
        "aL.Lb, aCL.CLb",
        "aL.CLb, aCL.CLb",
        "aCL.Lb, aCL.CLb",
        "aC.Cb, aCL.CLb",
        "aCL.Cb, aCL.CLb",
        "aC.CLb, aCL.CLb",
        "aL.Cb, aCL.CLb",
        "aCL.CCLb, aCL.CLb",
        "aCL..CLb, aCL.CLb",
        "aCL.xCLb, aCLxCLb",
        "aCL..xCLb, aCL.xCLb",
        "aL..xLb, aCL..xCLb",
        "aL.xLb, aCL.xCLb",
        ".xCL, xCL",
        "..CL, .CL",
        ".La, .CLa",
        "La, CLa",
        "Ca, CLa",
        "CL, CL",
        "aC, aCL",
        "a.CLb, a.CLb"
    })
    void normalisesLineEndsAndKeepsTheRest(String sent, String expected) {
        assertThat(decodeWhole(wire(sent) + "\r\n.\r\n")).isEqualTo(withFinalLineEnd(wire(sent), wire(expected)));
    }

    /** A CR at the very end of what was sent joins the line end behind it. */
    private static String withFinalLineEnd(String sent, String expected) {
        return sent.endsWith("\r") ? expected : expected + "\r\n";
    }

    private static String wire(String letters) {
        return letters.replace("C", "\r").replace("L", "\n");
    }

    @Test
    void endsAnEmptyMessageAtOnce() {
        assertThat(decodeWhole(".\r\n")).isEmpty();
    }

    @Test
    void leavesWhatComesBehindTheEnd() {
        ByteBuf in = Unpooled.copiedBuffer("a\r\n.\r\nNOOP\r\n", StandardCharsets.ISO_8859_1);
        ByteBuf out = Unpooled.buffer();
        assertThat(new MessageTextDecoder().decode(in, out)).isTrue();
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("NOOP\r\n");
    }

    @Test
    void keepsEveryByteValue() {
        StringBuilder all = new StringBuilder();
        for (int value = 0; value < 256; value++) {
            if (value != '\r' && value != '\n') {
                all.append((char) value);
            }
        }
        assertThat(decodeWhole(all + "\r\n.\r\n")).isEqualTo(all + "\r\n");
    }

    @Test
    void givesTheSameWhereverTheBytesAreCut() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            String sent = random(random) + "\r\n.\r\n";
            String whole = decodeWhole(sent);
            for (int cut = 0; cut <= sent.length(); cut++) {
                assertThat(decode(sent.substring(0, cut), sent.substring(cut)))
                        .as("%s cut at %d", sent, cut)
                        .isEqualTo(whole);
            }
        }
    }

    /** No text that comes out can end the message at another server: no lone CR or LF is left. */
    @Test
    void leavesNoBareLineEnd() {
        Random random = new Random(43);
        for (int round = 0; round < 5_000; round++) {
            String text = decodeWhole(random(random) + "\r\n.\r\n");
            assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        }
    }

    @Test
    void countsManyCarriageReturnsWithoutKeepingThem() {
        String text = decodeWhole("a" + "\r".repeat(1_000) + "b\r\n.\r\n");
        assertThat(text).isEqualTo("a" + "\r\n".repeat(1_000) + "b\r\n");
    }

    /** May hold the end of the message itself; then what is behind it is ignored. */
    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append("\r\n..a".charAt(random.nextInt(5)));
        }
        return text.toString();
    }

    private static String decodeWhole(String sent) {
        return decode(sent);
    }

    private static String decode(String... pieces) {
        MessageTextDecoder decoder = new MessageTextDecoder();
        ByteBuf out = Unpooled.buffer();
        for (String piece : pieces) {
            if (decoder.decode(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1), out)) {
                return out.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new AssertionError("the message did not end");
    }
}

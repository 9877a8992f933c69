// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralMarkerTest {

    private static LiteralMarker of(String line) {
        return LiteralMarker.of(Unpooled.copiedBuffer(line, US_ASCII));
    }

    @Test
    void aNumberInBracesAtTheEndAnnouncesALiteral() {
        assertThat(of("a APPEND x {310}\r\n")).isEqualTo(new LiteralMarker.Synchronising(310));
        assertThat(of("a APPEND x {0}\n")).isEqualTo(new LiteralMarker.Synchronising(0));
        assertThat(of("{007}\r\n")).isEqualTo(new LiteralMarker.Synchronising(7));
        assertThat(of("a APPEND x ~{5}\r\n")).isEqualTo(new LiteralMarker.Synchronising(5));
    }

    @Test
    void aNumberThatDoesNotFitIsEndless() {
        assertThat(of("a {" + "9".repeat(40) + "}\r\n")).isEqualTo(new LiteralMarker.Synchronising(Long.MAX_VALUE));
        assertThat(of("a {999999999999999999}\r\n"))
                .isEqualTo(new LiteralMarker.Synchronising(999_999_999_999_999_999L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a LOGIN {5+}\r\n", "a LOGIN {5-}\r\n", "a LOGIN \"x {5+}\r\n", "{5+}\n"})
    void aSignInTheBracesMeansThatNobodyWaits(String line) {
        assertThat(of(line)).isEqualTo(new LiteralMarker.NonSynchronising());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a NOOP\r\n",
                "\r\n",
                "\n",
                "a LOGIN \"{5}\"\r\n",
                "a {}\r\n",
                "a {+}\r\n",
                "a {5x}\r\n",
                "a {-5}\r\n",
                "a {5} \r\n",
                "a 5}\r\n",
                "}\r\n",
                "+}\r\n",
                "a {5}\r\r\n"
            })
    void anythingElseEndsTheCommand(String line) {
        assertThat(of(line)).isEqualTo(new LiteralMarker.None());
    }
}

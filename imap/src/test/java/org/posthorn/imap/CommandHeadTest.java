// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class CommandHeadTest {

    private static CommandHead of(String command) {
        return CommandHead.of(Unpooled.copiedBuffer(command, ISO_8859_1));
    }

    @Test
    void tagAndNameAreTheFirstTwoWords() {
        assertThat(of("a1 append INBOX {3}\r\nabc\r\n").tag()).contains("a1");
        assertThat(of("a1 append INBOX {3}\r\nabc\r\n").name()).isEqualTo("APPEND");
        assertThat(of("a1\r\n").name()).isEmpty();
    }

    @Test
    void whatCannotStandInAReplyIsNoTag() {
        assertThat(of("{5+}\r\n").tag()).isEmpty();
        assertThat(of("* OK\r\n").tag()).isEmpty();
        assertThat(of("+ x\r\n").tag()).isEmpty();
        assertThat(of("a\0b NOOP\r\n").tag()).isEmpty();
        assertThat(of("\u00e4 NOOP\r\n").tag()).isEmpty();
        assertThat(of("\r\n").tag()).isEmpty();
        assertThat(of("x".repeat(65) + " NOOP\r\n").tag()).isEmpty();
    }
}

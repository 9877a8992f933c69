// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmtpFramerTest {

    private final SmtpFramer framer = new SmtpFramer();
    private final EmbeddedChannel channel = new EmbeddedChannel(framer);

    @Test
    void cutsCommandsAtCrLfAndAtLf() {
        send("NOOP\r\nRSET\nQU");
        assertThat(frames()).containsExactly("command NOOP", "command RSET");
        send("IT\r\n");
        assertThat(frames()).containsExactly("command QUIT");
    }

    @Test
    void answersALongCommandOnceAndGoesOn() {
        send("MAIL " + "x".repeat(100_000));
        assertThat(frames()).isEmpty();
        send("x".repeat(100_000) + "\r\nNOOP\r\n");
        assertThat(frames()).containsExactly("too long", "command NOOP");
    }

    @Test
    void holdsNoMoreThanTheLimitOfALongCommand() {
        for (int i = 0; i < 1_000; i++) {
            send("x".repeat(10_000));
            assertThat(framer.hasMoreInput()).isFalse();
        }
    }

    @Test
    void takesACommandOfExactlyTheLimit() {
        String longest = "x".repeat(SmtpFramer.COMMAND_LIMIT - 2);
        send(longest + "\r\n" + longest + "x\r\n");
        assertThat(frames()).containsExactly("command " + longest, "too long");
    }

    @Test
    void givesOneLineWithoutItsEndToWhoAskedForIt() {
        framer.expectLine();
        send("abc\r\nNOOP\r\n");
        assertThat(frames()).containsExactly("line abc", "command NOOP");
    }

    @Test
    void givesAnEmptyLine() {
        framer.expectLine();
        send("\r\n");
        assertThat(frames()).containsExactly("line ");
    }

    @Test
    void tellsWhenALineIsTooLong() {
        framer.expectLine();
        send("x".repeat(SmtpFramer.LINE_LIMIT + 1));
        send("x\r\nNOOP\r\n");
        assertThat(frames()).containsExactly("line too long", "command NOOP");
    }

    @Test
    void streamsAMessageAndGoesBackToCommands() {
        framer.expectMessage();
        send("a\r\n.\r\nNOOP\r\n");
        assertThat(frames()).containsExactly("text a\r\n", "end", "command NOOP");
    }

    @Test
    void handsNothingOnWhilePaused() {
        framer.pause();
        send("NOOP\r\n");
        assertThat(frames()).isEmpty();
        framer.resume();
        assertThat(frames()).containsExactly("command NOOP");
    }

    @Test
    void refusesBytesInClearAfterStartTls() {
        framer.expectTls();
        assertThatThrownBy(() -> send("MAIL FROM:<x@outside.test>\r\n"))
                .hasRootCauseInstanceOf(PlainTextAfterStartTlsException.class);
        assertThat(frames()).isEmpty();
        channel.pipeline().fireUserEventTriggered(new TlsStarted());
        send("NOOP\r\n");
        assertThat(frames()).isEmpty();
    }

    @Test
    void goesOnWithCommandsOnceTlsHasStarted() {
        framer.expectTls();
        channel.pipeline().fireUserEventTriggered(new TlsStarted());
        send("NOOP\r\n");
        assertThat(frames()).containsExactly("command NOOP");
    }

    @Test
    void dropsEverythingAfterTheEndOfTheSession() {
        framer.stop();
        send("NOOP\r\n");
        assertThat(frames()).isEmpty();
        assertThat(framer.hasMoreInput()).isFalse();
    }

    private void send(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }

    private List<String> frames() {
        List<String> frames = new ArrayList<>();
        for (Object frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(describe(frame));
        }
        return frames;
    }

    private static String describe(Object frame) {
        if (frame instanceof ByteBuf command) {
            return "command " + text(command).strip();
        }
        if (frame instanceof Frame.Line line) {
            return line.tooLong() ? "line too long" : "line " + new String(line.text(), StandardCharsets.ISO_8859_1);
        }
        if (frame instanceof Frame.MessageText text) {
            return "text " + text(text.text());
        }
        return frame instanceof Frame.MessageEnd ? "end" : "too long";
    }

    private static String text(ByteBuf buffer) {
        String text = buffer.toString(StandardCharsets.ISO_8859_1);
        buffer.release();
        return text;
    }
}

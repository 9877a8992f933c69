// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.sieve.managesieve.CommandReader.FramingException;

class CommandReaderTest {

    private static final String CONVERSATION = "CAPABILITY\r\n\r\nnoop \"a \\\"b\\\\ {5+}\"\r\n"
            + "PUTSCRIPT \"a\" {8+}\r\nLOGOUT\r\n\r\nPUTSCRIPT {1}\r\nb {0+}\r\n\r\nHAVESPACE  \"c\" 99 \nLOGOUT\r\n";
    private static final List<String> COMMANDS = List.of(
            "[CAPABILITY]",
            "[noop, 'a \"b\\ {5+}']",
            "[PUTSCRIPT, 'a', 'LOGOUT\r\n']",
            "[PUTSCRIPT, 'b', '']",
            "[HAVESPACE, 'c', 99]",
            "[LOGOUT]");

    @Test
    void cutsAConversationAlikeWhereverTheNetworkCutsIt() throws Exception {
        byte[] bytes = CONVERSATION.getBytes(StandardCharsets.UTF_8);
        assertThat(read(reader(), bytes)).isEqualTo(COMMANDS);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                CommandReader reader = reader();
                List<String> commands = new ArrayList<>(read(reader, slice(bytes, 0, first)));
                commands.addAll(read(reader, slice(bytes, first, second)));
                commands.addAll(read(reader, slice(bytes, second, bytes.length)));
                assertThat(commands).as("cut at %d and %d", first, second).isEqualTo(COMMANDS);
            }
        }
    }

    @Test
    void takesOneByteAtATime() throws Exception {
        CommandReader reader = reader();
        List<String> commands = new ArrayList<>();
        for (byte b : CONVERSATION.getBytes(StandardCharsets.UTF_8)) {
            commands.addAll(read(reader, new byte[] {b}));
        }
        assertThat(commands).isEqualTo(COMMANDS);
    }

    @Test
    void leavesWhatFollowsACommandInTheBuffer() throws Exception {
        ByteBuf in = Unpooled.copiedBuffer("STARTTLS\r\nNOOP\r\n", StandardCharsets.US_ASCII);

        assertThat(reader().read(in)).isPresent();
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("NOOP\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOOP \"open\r\n",
                "NOOP \"a\\b\"\r\n",
                "NOOP \"a\"\"b\"\r\n",
                "NOOP \"nul\0\"\r\n",
                "NOOP\"x\"\r\n",
                "NO\0OP\r\n",
                "\u00e9\r\n",
                "NOOP \rX",
                "NOOP {}\r\n",
                "NOOP {+}\r\n",
                "NOOP {-1}\r\n",
                "NOOP {5 }\r\n",
                "NOOP {5+\r\n",
                "NOOP {5++}\r\n",
                "NOOP {5+}x\r\n",
                "NOOP {5+}\rx",
                "NOOP {12345678901+}\r\n",
                "NOOP {9999999999+}\r\n",
                "NOOP {1+}\r\nabc\r\n",
                "NOOP {16777217+}\r\n",
                "\u0016\u0003\u0001\u0002\u0000"
            })
    void refusesWhatBreaksTheGrammar(String bytes) {
        assertThatThrownBy(() -> read(reader(), bytes.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(FramingException.class);
    }

    @Test
    void limitsLinesAndWhatComesBeforeLogin() {
        assertThatThrownBy(() -> read(reader(), "x".repeat(8193).getBytes(StandardCharsets.UTF_8)))
                .hasMessage("Line too long.");
        assertThatThrownBy(() ->
                        read(new CommandReader(1000), "NOOP\r\n".repeat(2000).getBytes(StandardCharsets.UTF_8)))
                .hasMessage("Too much data before login.");
        assertThatThrownBy(() -> read(new CommandReader(100_000), "NOOP {8190+}\r\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("Too much data before login.");
    }

    @Test
    void skipsALiteralLargerThanAScriptMayBe() throws Exception {
        String bytes = "PUTSCRIPT \"a\" {1001+}\r\n" + "x".repeat(1001) + "\r\nNOOP\r\n";

        assertThat(read(reader(), bytes.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("[PUTSCRIPT, 'a', 1001 too large]", "[NOOP]");
    }

    private static CommandReader reader() {
        CommandReader reader = new CommandReader(1000);
        reader.loggedIn(true);
        return reader;
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    private static List<String> read(CommandReader reader, byte[] bytes) throws FramingException {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        List<String> commands = new ArrayList<>();
        for (var command = reader.read(in); command.isPresent(); command = reader.read(in)) {
            commands.add(command.get().parts().stream()
                    .map(CommandReaderTest::show)
                    .toList()
                    .toString());
        }
        return commands;
    }

    private static String show(Command.Part part) {
        if (part instanceof Command.Word word) {
            return word.text();
        }
        return part instanceof Command.Text text
                ? "'" + text.decoded().orElseThrow() + "'"
                : ((Command.Oversized) part).size() + " too large";
    }
}

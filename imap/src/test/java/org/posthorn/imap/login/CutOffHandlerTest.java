// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.stream.ChunkedStream;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CutOffHandlerTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChunkedWriteHandler(), new CutOffHandler("imap"));

    @Test
    void aMessageThatCanBeReadIsSentAndTheConnectionLives() {
        write(new ChunkedStream(stream("one ")));
        write(Unpooled.copiedBuffer("two", StandardCharsets.US_ASCII));
        channel.flushOutbound();

        assertThat(sent()).isEqualTo("one two");
        assertThat(channel.isOpen()).isTrue();
        channel.finishAndReleaseAll();
    }

    @Test
    void nothingFollowsAMessageThatCannotBeReadToItsEnd() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("a part is missing");
            }
        };
        write(new ChunkedStream(new SequenceInputStream(stream("begins "), broken), 1));
        write(Unpooled.copiedBuffer("t1 OK", StandardCharsets.US_ASCII));
        channel.flush();
        channel.runPendingTasks();

        assertThat("begins ").startsWith(sent());
        assertThat(channel.isOpen()).isFalse();
    }

    private void write(Object message) {
        assertThat(channel.writeOneOutbound(message)).isNotNull();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            text.append(next.toString(StandardCharsets.US_ASCII));
            next.release();
        }
        return text.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FarewellTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void theConnectionIsClosedBehindTheLastWords() {
        Farewell.after(channel, "bye\r\n");

        ByteBuf words = channel.readOutbound();
        assertThat(words.toString(StandardCharsets.US_ASCII)).isEqualTo("bye\r\n");
        words.release();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aClientThatDoesNotReadIsNotWaitedForForLong() {
        channel.pipeline().addLast(new Stuck());
        channel.freezeTime();
        Farewell.soon(channel);
        Farewell.after(channel, "bye\r\n");

        pass(Farewell.PATIENCE_SECONDS - 1);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    /** Never gets rid of anything. */
    private static final class Stuck extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ((ByteBuf) message).release();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Holds the answer to a refused login back, and everything that is written after it, without holding a thread; what the
 * client sends meanwhile is left in the network. Runs on the connection's own thread only.
 */
final class RefusalDelay extends ChannelOutboundHandlerAdapter {

    /** The response code of a refusal (RFC 3206). */
    static final String CODE = "[AUTH]";

    private static final ByteBuf REFUSAL = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("-ERR " + CODE, US_ASCII))
            .asReadOnly();

    private final Duration delay;
    private final Deque<Held> held = new ArrayDeque<>();

    RefusalDelay(Duration delay) {
        this.delay = delay;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise carries the outcome
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (held.isEmpty() && !isRefusal(message)) {
            context.write(message, promise);
            return;
        }
        held.add(new Held(message, promise));
        if (held.size() == 1) {
            wait(context);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        for (Held write = held.poll(); write != null; write = held.poll()) {
            ReferenceCountUtil.release(write.message());
            write.promise().tryFailure(new ClosedChannelException());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // fails only with the whole connection
    private void wait(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(false);
        context.executor().schedule(() -> release(context), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the promises carry the outcomes
    private void release(ChannelHandlerContext context) {
        Held write = held.poll();
        while (write != null) {
            context.write(write.message(), write.promise());
            if (!held.isEmpty() && isRefusal(held.element().message())) {
                context.flush();
                wait(context);
                return;
            }
            write = held.poll();
        }
        context.flush();
        context.channel().config().setAutoRead(true);
    }

    private static boolean isRefusal(Object message) {
        return message instanceof ByteBuf buffer
                && buffer.readableBytes() >= REFUSAL.readableBytes()
                && ByteBufUtil.equals(buffer, buffer.readerIndex(), REFUSAL, 0, REFUSAL.readableBytes());
    }

    private record Held(Object message, ChannelPromise promise) {}
}

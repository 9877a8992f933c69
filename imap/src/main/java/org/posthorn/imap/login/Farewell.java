// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.login;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Ends connections from our side. */
public final class Farewell {

    /** How long an answer that is being given, or a client that does not read, may hold an end up. */
    static final int PATIENCE_SECONDS = 10;

    private Farewell() {}

    /** Closes a connection after some seconds, whatever the client does, if it is still open then. */
    public static void soon(Channel channel) {
        var end = channel.eventLoop().schedule(() -> close(channel), PATIENCE_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> end.cancel(false));
    }

    /** Closes a connection behind all that was written, and behind these last words. */
    public static void after(Channel channel, String lastWords) {
        channel.writeAndFlush(Unpooled.copiedBuffer(lastWords, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do when closing fails
    private static void close(Channel channel) {
        channel.close();
    }
}

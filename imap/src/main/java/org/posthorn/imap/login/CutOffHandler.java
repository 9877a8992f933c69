// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.login;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.stream.ChunkedInput;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connection when a message cannot be read to its end while it is sent. The client was told the size and
 * would take what follows, the answers to its next commands, for the rest of the message, and then wait for ever.
 * Stands before Netty's handler of chunks, as seen from what writes.
 */
public final class CutOffHandler extends ChannelOutboundHandlerAdapter {

    private static final Logger LOGGER = LoggerFactory.getLogger(CutOffHandler.class);

    private final String service;

    /**
     * Watches one connection.
     *
     * @param service what the log calls the service
     */
    public CutOffHandler(String service) {
        this.service = service;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // who has written waits for the promise
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(
                message instanceof ChunkedInput<?> input ? new Watched(input, context.channel()) : message, promise);
    }

    private final class Watched implements ChunkedInput<Object> {

        private final ChunkedInput<?> input;
        private final Channel channel;
        private boolean cut;

        Watched(ChunkedInput<?> input, Channel channel) {
            this.input = input;
            this.channel = channel;
        }

        @Override
        public Object readChunk(ByteBufAllocator allocator) throws Exception {
            try {
                return input.readChunk(allocator);
            } catch (IOException | RuntimeException e) {
                cutOff(e);
                throw e;
            }
        }

        @Override
        @Deprecated
        public Object readChunk(ChannelHandlerContext context) throws Exception {
            return readChunk(context.alloc());
        }

        @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do when closing fails
        private void cutOff(Exception cause) {
            if (cut) {
                return;
            }
            cut = true;
            String client = channel.remoteAddress() instanceof InetSocketAddress address
                    ? address.getAddress().getHostAddress()
                    : "unknown";
            LOGGER.error(
                    "check=content service={} client={} result=closed cause=\"{}\"",
                    service,
                    client,
                    LogText.of(String.valueOf(cause.getMessage())));
            channel.close();
        }

        @Override
        public boolean isEndOfInput() throws Exception {
            try {
                return input.isEndOfInput();
            } catch (IOException | RuntimeException e) {
                cutOff(e);
                throw e;
            }
        }

        @Override
        public void close() throws Exception {
            input.close();
        }

        @Override
        public long length() {
            return input.length();
        }

        @Override
        public long progress() {
            return input.progress();
        }
    }
}

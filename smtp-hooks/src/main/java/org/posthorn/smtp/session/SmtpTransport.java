// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.netty.NettyProtocolTransport;
import org.posthorn.smtp.framing.Framing;
import org.posthorn.smtp.framing.TlsStarted;

/**
 * The way back to the client. Replies to pipelined commands are gathered and sent together (RFC 2920 section 3.2) when
 * everything that was read is handled. Used by the session's own executor only.
 */
public final class SmtpTransport extends NettyProtocolTransport {

    private static final int GATHER_LIMIT = 8_192;

    private final ChannelHandlerContext context;
    private final Encryption encryption;
    private final Framing framing;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

    public SmtpTransport(ChannelHandlerContext context, Encryption encryption, boolean proxyRequired, Framing framing) {
        super(context.channel(), encryption, proxyRequired);
        this.context = context;
        this.encryption = encryption;
        this.framing = framing;
    }

    /** What commands may ask of the framer. */
    public Framing framing() {
        return framing;
    }

    @Override
    protected void writeToClient(byte[] bytes, ProtocolSession session, boolean startTls) {
        gathered.writeBytes(bytes);
        if (startTls) {
            startTls();
        } else if (gathered.size() > GATHER_LIMIT) {
            flush();
        }
    }

    /** Sends what has gathered. */
    public void flush() {
        if (gathered.size() > 0) {
            context.channel().writeAndFlush(takeGathered()).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }

    private ByteBuf takeGathered() {
        ByteBuf taken = Unpooled.wrappedBuffer(gathered.toByteArray());
        gathered.reset();
        return taken;
    }

    /**
     * Sends the go-ahead in clear and puts TLS in front of everything that follows, in one step of the I/O thread: no
     * reply can be encrypted too early, and the event behind the last bytes in clear tells the framer where they end.
     */
    private void startTls() {
        framing.expectTls();
        ByteBuf goAhead = takeGathered();
        SslHandler tls = encryption.sslHandler();
        Channel channel = context.channel();
        channel.eventLoop().execute(() -> {
            channel.writeAndFlush(goAhead).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            channel.pipeline().addFirst(HandlerConstants.SSL_HANDLER, tls);
            channel.pipeline().fireUserEventTriggered(new TlsStarted());
        });
    }

    @Override
    protected void close() {
        framing.stop();
        context.channel().writeAndFlush(takeGathered()).addListener(ChannelFutureListener.CLOSE);
    }

    /** Sends a reply after a delay that occupies no thread; until then the client is not read. */
    void respondLater(Response response, ProtocolSession session, Duration delay) {
        framing.pause();
        Runnable respond = () -> {
            writeResponse(response, session);
            flush();
            framing.resume();
        };
        var unused = context.channel()
                .eventLoop()
                .schedule(() -> context.executor().execute(respond), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}

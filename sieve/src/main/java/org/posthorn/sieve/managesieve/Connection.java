// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.posthorn.sieve.managesieve.CommandReader.FramingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's socket. All of it runs on the channel's own thread but the commands, which run on the executor, one at a
 * time: while one runs or its answer is being sent, nothing more is read from the client.
 *
 * <p>Bytes that came behind STARTTLS without TLS end the connection: somebody on the way may have put them there.
 */
final class Connection extends ChannelInboundHandlerAdapter {

    private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);
    private static final String IDLE = "idle";
    private static final int LINGER_SECONDS = 2;
    private static final int HANDSHAKE_SECONDS = 30;
    private static final int DISMISSAL_SECONDS = 10;

    private final ManageSieveSettings settings;
    private final Conversation conversation;
    private final Executor executor;
    private final String client;
    private final CommandReader reader;
    private final ByteBuf pending = Unpooled.buffer();
    private Optional<ScheduledFuture<?>> deadline = Optional.empty();
    private boolean busy;
    private boolean answering;
    private boolean closing;
    private boolean dismissed;
    private boolean longTimeout;

    Connection(ManageSieveSettings settings, Conversation conversation, Executor executor, String client) {
        this.settings = settings;
        this.conversation = conversation;
        this.executor = executor;
        this.client = client;
        this.reader = new CommandReader(settings.maxScriptBytes());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.pipeline()
                .addBefore(ctx.name(), IDLE, idle(settings.loginIdleTimeout().toMillis()));
        deadline = Optional.of(ctx.executor()
                .schedule(() -> loginDeadline(ctx), settings.loginDeadline().toMillis(), TimeUnit.MILLISECONDS));
        conversation.onDismissal(() -> ctx.executor().execute(() -> dismiss(ctx)));
        busy = true;
        answer(ctx, conversation.capabilities("Posthorn ready."));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.ifPresent(timer -> timer.cancel(false));
        closing = true;
        pending.clear();
        conversation.leave();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!closing) {
                pending.writeBytes((ByteBuf) message);
                pump(ctx);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void pump(ChannelHandlerContext ctx) {
        if (busy || closing) {
            return;
        }
        if (dismissed) {
            goodbye(ctx, Conversation.dismissal());
            return;
        }
        Optional<Command> command;
        try {
            command = reader.read(pending);
        } catch (FramingException e) {
            LOGGER.info(
                    "check=framing service=sieve result=reject reason={} client={}",
                    LogText.quoted(String.valueOf(e.getMessage())),
                    client);
            goodbye(ctx, "BYE " + Reply.string(String.valueOf(e.getMessage())) + "\r\n");
            return;
        }
        if (!pending.isReadable()) {
            pending.clear();
        }
        if (command.isEmpty()) {
            return;
        }
        busy = true;
        ctx.channel().config().setAutoRead(false);
        execute(ctx, command.get());
    }

    private void execute(ChannelHandlerContext ctx, Command command) {
        try {
            executor.execute(() -> {
                Reply reply = conversation.handle(command);
                ctx.executor().execute(() -> deliver(ctx, reply));
            });
        } catch (RejectedExecutionException e) {
            goodbye(ctx, "BYE \"The server is shutting down.\"\r\n");
        }
    }

    private void deliver(ChannelHandlerContext ctx, Reply reply) {
        if (closing) {
            return;
        }
        if (reply instanceof Reply.Say say) {
            answer(ctx, say.text());
        } else if (reply instanceof Reply.SayLater say) {
            later(ctx, () -> answer(ctx, say.text()));
        } else if (reply instanceof Reply.CloseLater close) {
            later(ctx, () -> goodbye(ctx, close.text()));
        } else if (reply instanceof Reply.StartTls start) {
            startTls(ctx, start);
        } else {
            goodbye(ctx, reply.text());
        }
    }

    private void later(ChannelHandlerContext ctx, Runnable action) {
        long delay = settings.failedLoginDelay().toMillis();
        ctx.executor().schedule(action, delay, TimeUnit.MILLISECONDS).addListener(done -> {});
    }

    private void answer(ChannelHandlerContext ctx, String text) {
        if (closing) {
            return;
        }
        answering = true;
        write(ctx, text).addListener((ChannelFutureListener) written -> {
            answering = false;
            if (!written.isSuccess() || closing) {
                return;
            }
            busy = false;
            applyLogin(ctx);
            ctx.channel().config().setAutoRead(true);
            pump(ctx);
        });
    }

    private void applyLogin(ChannelHandlerContext ctx) {
        boolean loggedIn = conversation.loggedIn();
        reader.loggedIn(loggedIn);
        if (loggedIn == longTimeout) {
            return;
        }
        longTimeout = loggedIn;
        long timeout = (loggedIn ? settings.idleTimeout() : settings.loginIdleTimeout()).toMillis();
        ctx.pipeline().replace(IDLE, IDLE, idle(timeout));
    }

    private void startTls(ChannelHandlerContext ctx, Reply.StartTls start) {
        if (pending.isReadable()) {
            LOGGER.warn("check=starttls service=sieve result=reject reason=plaintext-after-starttls client={}", client);
            goodbye(ctx, "BYE \"Nothing may follow STARTTLS before TLS.\"\r\n");
            return;
        }
        SslHandler tls = new SslHandler(modern(start.engine()));
        tls.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        write(ctx, start.text()).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        ctx.pipeline().addFirst(tls);
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                answer(ctx, conversation.afterHandshake());
            } else {
                // not the text of it: Netty puts the client's octets there, and they may hold a password
                LOGGER.info(
                        "check=tls service=sieve result=reject reason={} client={}",
                        done.cause().getClass().getSimpleName(),
                        client);
                closing = true;
                close(ctx);
            }
        });
        ctx.channel().config().setAutoRead(true);
    }

    private static SSLEngine modern(SSLEngine engine) {
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return engine;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof IdleStateEvent) || closing) {
            return;
        }
        if (answering) {
            // the client does not read
            closing = true;
            close(ctx);
        } else if (!busy) {
            goodbye(ctx, "BYE \"Disconnected for inactivity.\"\r\n");
        }
    }

    /** Ends the session behind the answer under way, or some seconds later in any case. */
    private void dismiss(ChannelHandlerContext ctx) {
        dismissed = true;
        ctx.executor()
                .schedule(() -> close(ctx), DISMISSAL_SECONDS, TimeUnit.SECONDS)
                .addListener(done -> {});
        pump(ctx);
    }

    private void loginDeadline(ChannelHandlerContext ctx) {
        if (!longTimeout && !closing) {
            goodbye(ctx, "BYE \"No login in time.\"\r\n");
        }
    }

    /**
     * Says a last word and ends our side of the connection; what the client still sends is thrown away for a moment,
     * because closing at once would destroy the answer on its way.
     */
    private void goodbye(ChannelHandlerContext ctx, String text) {
        if (closing) {
            return;
        }
        closing = true;
        pending.clear();
        write(ctx, text).addListener(written -> endOutput(ctx));
        ctx.executor()
                .schedule(() -> close(ctx), LINGER_SECONDS, TimeUnit.SECONDS)
                .addListener(done -> {});
        ctx.channel().config().setAutoRead(true);
    }

    private static void endOutput(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutdownOutput(ctx);
        } else {
            tls.closeOutbound().addListener(done -> shutdownOutput(ctx));
        }
    }

    private static void shutdownOutput(ChannelHandlerContext ctx) {
        ((DuplexChannel) ctx.channel()).shutdownOutput().addListener(done -> {});
    }

    private static void close(ChannelHandlerContext ctx) {
        ctx.close().addListener(closed -> {});
    }

    private static ChannelFuture write(ChannelHandlerContext ctx, String text) {
        return ctx.writeAndFlush(ByteBufUtil.encodeString(ctx.alloc(), CharBuffer.wrap(text), StandardCharsets.UTF_8));
    }

    private static IdleStateHandler idle(long millis) {
        return new IdleStateHandler(millis, 0, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOGGER.debug("check=connection service=sieve result=broken client={}", client, cause);
        closing = true;
        close(ctx);
    }
}

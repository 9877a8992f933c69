// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.james.sieverepository.api.SieveRepository;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.session.OpenSessions;
import org.posthorn.sieve.ScriptCheck;
import org.posthorn.sieve.ScriptStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ManageSieve server (RFC 5804): users list, edit and activate their Sieve scripts.
 *
 * <p>It starts in clear text with STARTTLS, and takes no password before TLS 1.2 or later is on. The TLS context is asked
 * for at every STARTTLS, so that a renewed certificate is used by the next connection. A front is started and stopped
 * once.
 */
public final class ManageSieveFront {

    private static final Logger LOGGER = LoggerFactory.getLogger(ManageSieveFront.class);
    private static final int IO_THREADS = 2;
    private static final int STOP_SECONDS = 5;

    private final ManageSieveSettings settings;
    private final Supplier<SSLContext> tls;
    private final Accounts accounts;
    private final OpenSessions sessions;
    private final ScriptCommands scripts;
    private final ConnectionCounter counter;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final EventLoopGroup io = new NioEventLoopGroup(IO_THREADS, new DefaultThreadFactory("sieve-io", true));
    private final ExecutorService workers;

    /** Prepares a server; nothing listens before {@link #start}. */
    public ManageSieveFront(
            ManageSieveSettings settings,
            Supplier<SSLContext> tls,
            Accounts accounts,
            OpenSessions sessions,
            SieveRepository repository) {
        this.settings = settings;
        this.tls = tls;
        this.accounts = accounts;
        this.sessions = sessions;
        this.scripts = new ScriptCommands(
                new ScriptStore(repository, settings.maxScripts()),
                new ScriptCheck(),
                settings.maxScriptBytes(),
                settings.maxScripts());
        this.counter = new ConnectionCounter(settings.maxConnections(), settings.maxConnectionsPerAddress());
        this.workers = Executors.newFixedThreadPool(settings.workers(), new DefaultThreadFactory("sieve", true));
    }

    /**
     * Binds the port.
     *
     * @return the address that is listened on, with the port that was found for port 0
     * @throws IOException if the address cannot be bound
     */
    public InetSocketAddress start() throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(io)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(settings.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop();
            throw new IOException(
                    "cannot listen on " + settings.address() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        channels.add(bound.channel());
        InetSocketAddress address = (InetSocketAddress) bound.channel().localAddress();
        LOGGER.info("event=listening service=sieve address={}", address);
        return address;
    }

    /** Closes every connection and waits a few seconds for the commands under way. */
    public void stop() {
        channels.close().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.warn("event=stop service=sieve result=unfinished remedy=\"is the database or the disk slow?\"");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        io.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    private void accept(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        if (!counter.enter(remote.getAddress())) {
            LOGGER.info(
                    "check=connection service=sieve result=reject reason=too-many client={}",
                    remote.getAddress().getHostAddress());
            refuse(channel);
            return;
        }
        channel.closeFuture().addListener(closed -> counter.leave(remote.getAddress()));
        channels.add(channel);
        String client = remote.getAddress().getHostAddress();
        Conversation conversation =
                new Conversation(new Login(accounts, sessions, client), scripts, this::engine, client);
        channel.pipeline().addLast(new Connection(settings, conversation, workers, client));
    }

    private SSLEngine engine() {
        return tls.get().createSSLEngine();
    }

    private static void refuse(Channel channel) {
        String text = "BYE (TRYLATER) \"Too many connections.\"\r\n";
        channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }
}

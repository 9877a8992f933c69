// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.ConnectionLimitUpstreamHandler;
import org.apache.james.protocols.netty.ConnectionPerIpLimitUpstreamHandler;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.netty.TimeoutHandler;
import org.posthorn.smtp.framing.SmtpFramer;

/**
 * The handlers of one connection: limits, PROXY, TLS and the timeout on the I/O thread; framing and commands, in this
 * order and with nothing between them, on the session's executor.
 */
@ChannelHandler.Sharable
final class SmtpPipeline extends AbstractChannelPipelineFactory<SocketChannel> {

    private final PipelineSettings settings;
    private final EventExecutorGroup sessions;
    private final Supplier<ChannelInboundHandlerAdapter> commands;
    private final Optional<ConnectionLimitUpstreamHandler> connectionLimit;
    private final Optional<ConnectionPerIpLimitUpstreamHandler> connectionLimitPerAddress;

    SmtpPipeline(
            PipelineSettings settings, EventExecutorGroup sessions, Supplier<ChannelInboundHandlerAdapter> commands) {
        super(pipeline -> new SmtpFramer(), sessions);
        this.settings = settings;
        this.sessions = sessions;
        this.commands = commands;
        this.connectionLimit = ConnectionLimitUpstreamHandler.forCount(settings.connections());
        this.connectionLimitPerAddress = ConnectionPerIpLimitUpstreamHandler.forCount(settings.connectionsPerAddress());
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        connectionLimit.ifPresent(limit -> pipeline.addLast(HandlerConstants.CONNECTION_LIMIT_HANDLER, limit));
        connectionLimitPerAddress.ifPresent(
                limit -> pipeline.addLast(HandlerConstants.CONNECTION_LIMIT_PER_IP_HANDLER, limit));
        if (settings.proxyRequired()) {
            pipeline.addLast(HandlerConstants.PROXY_HANDLER, new HAProxyMessageDecoder());
        }
        if (settings.implicitTls()) {
            pipeline.addLast(
                    HandlerConstants.SSL_HANDLER,
                    Objects.requireNonNull(settings.encryption().get()).sslHandler());
        }
        pipeline.addLast(HandlerConstants.TIMEOUT_HANDLER, new TimeoutHandler(settings.timeout()));
        pipeline.addLast(sessions, SmtpFramer.NAME, new SmtpFramer());
        pipeline.addLast(sessions, HandlerConstants.CORE_HANDLER, createHandler());
    }

    @Override
    protected ChannelInboundHandlerAdapter createHandler() {
        return commands.get();
    }
}

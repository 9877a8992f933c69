// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.NonStickyEventExecutorGroup;
import io.netty.util.concurrent.UnorderedThreadPoolEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SmtpMetrics;
import org.apache.james.util.concurrent.NamedThreadFactory;
import org.jspecify.annotations.Nullable;
import org.posthorn.smtp.SmtpHandlers;
import org.posthorn.smtp.session.PosthornSession;
import org.posthorn.smtp.session.SmtpTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * James's SMTP server with our framing, and with commands on threads of their own.
 *
 * <p>At most {@code maxExecutorCount} threads run commands. A session has no thread of its own: its commands run in
 * order, each on whatever thread is free, so that one that waits for the database holds up nobody else until all are
 * waiting. The sockets are read by Netty's I/O threads, and only as fast as commands are done.
 */
public final class PosthornSmtpServer extends SMTPServer {

    private static final Logger LOGGER = LoggerFactory.getLogger(PosthornSmtpServer.class);
    private static final int DEFAULT_THREADS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SmtpMetrics metrics;
    private final OpenSessions openSessions = new OpenSessions();
    private @Nullable UnorderedThreadPoolEventExecutor threads;
    private @Nullable EventExecutorGroup sessions;
    private @Nullable SMTPProtocol protocol;

    public PosthornSmtpServer(SmtpMetrics metrics) {
        super(metrics);
        this.metrics = metrics;
    }

    @Override
    public void doConfigure(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        super.doConfigure(configuration);
        setListenAddresses(addresses(configuration.getString("bind", "0.0.0.0:" + getDefaultPort())));
        int count = configuration.getInt("maxExecutorCount", DEFAULT_THREADS);
        threads = new UnorderedThreadPoolEventExecutor(count, NamedThreadFactory.withName(jmxName + "-command"));
        sessions = new NonStickyEventExecutorGroup(threads);
    }

    /** James would turn an address into the name that the DNS has for it, and bind to what that name means. */
    private static InetSocketAddress[] addresses(String bind) {
        return Stream.of(bind.split(",", -1))
                .map(String::trim)
                .map(PosthornSmtpServer::address)
                .toArray(InetSocketAddress[]::new);
    }

    private static InetSocketAddress address(String bind) {
        int colon = bind.lastIndexOf(':');
        return new InetSocketAddress(bind.substring(0, colon), Integer.parseInt(bind.substring(colon + 1)));
    }

    @Override
    protected void preInit() throws Exception {
        super.preInit();
        SMTPConfiguration configuration = new SMTPHandlerConfigurationDataImpl();
        protocol = new SMTPProtocol(getProtocolHandlerChain(), configuration) {
            @Override
            public ProtocolSession newSession(ProtocolTransport transport) {
                return new PosthornSession(configuration, (SmtpTransport) transport);
            }
        };
    }

    @Override
    protected void configureBootstrap(ServerBootstrap bootstrap) {
        super.configureBootstrap(bootstrap);
        bootstrap.childOption(ChannelOption.AUTO_READ, false);
    }

    @Override
    protected ChannelInboundHandlerAdapter createCoreHandler() {
        return new CommandHandler(configured(protocol), getEncryption(), proxyRequired, metrics, openSessions);
    }

    @Override
    @SuppressWarnings("rawtypes") // as James declares it
    protected AbstractChannelPipelineFactory createPipelineFactory() {
        PipelineSettings settings =
                new PipelineSettings(getTimeout(), connectionLimit, connPerIP, proxyRequired, this::getEncryption);
        return new SmtpPipeline(settings, configured(sessions), this::createCoreHandler);
    }

    private static <T> T configured(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The server was not configured");
        }
        return value;
    }

    @Override
    protected Class<? extends HandlersPackage> getCoreHandlersPackage() {
        return SmtpHandlers.class;
    }

    /** Sessions come to their end, and drop what they hold, before what they use is closed. */
    @Override
    protected void postDestroy() {
        if (!openSessions.awaitNone(PATIENCE)) {
            LOGGER.warn(
                    "SMTP sessions did not end within {} s; what they were receiving is lost unacknowledged",
                    PATIENCE.toSeconds());
        }
        configured(threads)
                .shutdownGracefully(0, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .awaitUninterruptibly(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        super.postDestroy();
    }
}

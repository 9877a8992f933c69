// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.nio.charset.Charset;
import org.apache.james.pop3server.netty.POP3Server;
import org.apache.james.protocols.api.ProtocolConfiguration;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.apache.james.protocols.pop3.POP3Configuration;
import org.apache.james.protocols.pop3.POP3Protocol;
import org.apache.james.protocols.pop3.POP3SessionImpl;
import org.posthorn.imap.login.CutOffHandler;
import org.posthorn.imap.login.MailLogin;
import org.posthorn.imap.login.TlsFailureHandler;

/**
 * James's POP3 server, with its commands run on executor threads (a login asks the database and hashes a password, which
 * would stop every other connection of a network thread), and refusals held back by {@link RefusalDelay}. Lines are
 * UTF-8, for the sake of passwords.
 */
final class PosthornPop3Server extends POP3Server {

    private static final boolean STRIP_DELIMITER = false;
    private static final boolean FAIL_FAST = true;
    private static final String REFUSAL_DELAY = "refusalDelay";

    @Override
    protected AbstractChannelPipelineFactory<SocketChannel> createPipelineFactory() {
        return new Pipeline(stockPipeline());
    }

    @SuppressWarnings("unchecked") // James's method returns a raw type
    private ChannelInitializer<SocketChannel> stockPipeline() {
        return super.createPipelineFactory();
    }

    @Override
    protected ChannelInboundHandlerAdapter createCoreHandler() {
        ProtocolConfiguration configuration = new POP3Configuration() {
            @Override
            public String getHelloName() {
                return PosthornPop3Server.this.getHelloName();
            }
        };
        return new BasicChannelInboundHandler(
                new ProtocolMDCContextFactory.Standard(),
                new Utf8Protocol(getProtocolHandlerChain(), configuration),
                getEncryption(),
                proxyRequired) {
            @Override
            protected ProtocolSession createSession(ChannelHandlerContext context) {
                ProtocolSession session = super.createSession(context);
                session.setAttachment(Pop3Connection.KEY, new Pop3Connection(context), State.Connection);
                return session;
            }
        };
    }

    @ChannelHandler.Sharable
    private final class Pipeline extends AbstractChannelPipelineFactory<SocketChannel> {

        private final ChannelInitializer<SocketChannel> stock;

        Pipeline(ChannelInitializer<SocketChannel> stock) {
            super(getFrameHandlerFactory(), getExecutorGroup());
            this.stock = stock;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addLast(stock);
            pipeline.remove(HandlerConstants.FRAMER);
            pipeline.addBefore(
                    HandlerConstants.CHUNK_HANDLER,
                    HandlerConstants.FRAMER,
                    new LineBasedFrameDecoder(MAX_LINE_LENGTH, STRIP_DELIMITER, FAIL_FAST));
            pipeline.addBefore(HandlerConstants.FRAMER, "tlsFailures", new TlsFailureHandler("pop3"));
            pipeline.addAfter(HandlerConstants.CHUNK_HANDLER, "cutOff", new CutOffHandler("pop3"));
            pipeline.remove(HandlerConstants.CORE_HANDLER);
            pipeline.addLast(REFUSAL_DELAY, new RefusalDelay(MailLogin.REFUSAL_DELAY));
            pipeline.addLast(getExecutorGroup(), HandlerConstants.CORE_HANDLER, createCoreHandler());
        }

        @Override
        protected ChannelInboundHandlerAdapter createHandler() {
            return createCoreHandler();
        }
    }

    private static final class Utf8Protocol extends POP3Protocol {

        Utf8Protocol(
                org.apache.james.protocols.api.handler.ProtocolHandlerChain chain,
                ProtocolConfiguration configuration) {
            super(chain, configuration);
        }

        @Override
        public ProtocolSession newSession(ProtocolTransport transport) {
            return new POP3SessionImpl(transport, getConfiguration()) {
                @Override
                public Charset getCharset() {
                    return UTF_8;
                }
            };
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import java.util.Optional;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imapserver.netty.IMAPServer;
import org.apache.james.imapserver.netty.ImapMetrics;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.util.Size;
import org.posthorn.imap.login.CutOffHandler;
import org.posthorn.imap.login.TlsFailureHandler;

/**
 * James's IMAP server with our framing: {@link ImapLiteralGuard} and {@link ImapCommandDecoder} stand in the pipeline in
 * place of James's line framer and request decoder.
 */
final class PosthornImapServer extends IMAPServer {

    /** Of the heap; what is taken of it for a literal is in memory twice, and a third time for a moment. */
    private static final int PART_FOR_LITERALS = 8;

    private final ImapDecoder decoder;
    private final LiteralRoom room = new LiteralRoom(Runtime.getRuntime().maxMemory() / PART_FOR_LITERALS);
    private CommandLimits userLimits = CommandLimits.afterLogin(DEFAULT_MAX_LINE_LENGTH, DEFAULT_LITERAL_SIZE_LIMIT);

    PosthornImapServer(
            ImapDecoder decoder,
            ImapEncoder encoder,
            ImapProcessor processor,
            ImapMetrics metrics,
            GaugeRegistry gauges) {
        super(decoder, encoder, new TurnKeepingProcessor(processor), metrics, gauges);
        this.decoder = decoder;
    }

    @Override
    public void doConfigure(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        super.doConfigure(configuration);
        long messageOctets = Optional.ofNullable(configuration.getString("literalSizeLimit", null))
                .map(Size::parse)
                .map(Size::asBytes)
                .orElse((long) DEFAULT_LITERAL_SIZE_LIMIT);
        userLimits =
                CommandLimits.afterLogin(configuration.getInt("maxLineLength", DEFAULT_MAX_LINE_LENGTH), messageOctets);
    }

    @Override
    protected AbstractChannelPipelineFactory<SocketChannel> createPipelineFactory() {
        ChannelInitializer<SocketChannel> stock = stockPipeline();
        return new Pipeline(stock);
    }

    @SuppressWarnings("unchecked") // James's method returns a raw type
    private ChannelInitializer<SocketChannel> stockPipeline() {
        return super.createPipelineFactory();
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
            pipeline.addBefore(FRAMER, "tlsFailures", new TlsFailureHandler("imap"));
            pipeline.addAfter(CHUNK_WRITE_HANDLER, "cutOff", new CutOffHandler("imap"));
            pipeline.replace(FRAMER, FRAMER, new ImapLiteralGuard(userLimits, room));
            pipeline.replace(REQUEST_DECODER, REQUEST_DECODER, new ImapCommandDecoder(decoder));
        }

        @Override
        protected ChannelInboundHandlerAdapter createHandler() {
            return createCoreHandler();
        }
    }
}

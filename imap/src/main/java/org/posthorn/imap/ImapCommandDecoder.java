// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.message.response.UnpooledStatusResponseFactory;
import org.apache.james.imapserver.netty.NettyConstants;
import org.apache.james.imapserver.netty.NettyImapRequestLineReader.NotEnoughDataException;
import org.apache.james.protocols.netty.LineHandlerAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses one whole command, as {@link ImapLiteralGuard} delivers it, into one message for James's processors.
 *
 * <p>A buffer is read once, and what the parser leaves of it is thrown away: nothing of a command can ever become
 * another command. What the parser cannot take, tests nested thousands deep and names in broken modified UTF-7 included,
 * is answered BAD; a list's pattern is bounded because James matches it recursively. IDLE and AUTHENTICATE take the lines they wait for by {@link #pushLineHandler}.
 */
final class ImapCommandDecoder extends ChannelInboundHandlerAdapter implements LineHandlerAware {

    private static final Logger LOGGER = LoggerFactory.getLogger(ImapCommandDecoder.class);
    private static final Set<String> LISTS = Set.of("LIST", "LSUB", "XLIST");
    private static final int LONGEST_LIST = 2048;
    private static final StatusResponseFactory RESPONSES = new UnpooledStatusResponseFactory();

    private final ImapDecoder decoder;
    private final Deque<ChannelInboundHandlerAdapter> lineHandlers = new ConcurrentLinkedDeque<>();

    ImapCommandDecoder(ImapDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object command) throws Exception {
        ByteBuf buffer = (ByteBuf) command;
        try {
            ChannelInboundHandlerAdapter lineHandler = lineHandlers.peekFirst();
            if (lineHandler != null) {
                lineHandler.channelRead(context, buffer);
                return;
            }
            ImapSession session = context.channel()
                    .attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY)
                    .get();
            if (session == null || session.getState() == ImapSessionState.LOGOUT) {
                close(context.channel());
                return;
            }
            context.fireChannelRead(decode(context.channel(), buffer, session));
        } finally {
            buffer.release();
        }
    }

    private ImapMessage decode(Channel channel, ByteBuf command, ImapSession session) {
        CommandHead head = CommandHead.of(command);
        Tag tag = head.tag().map(Tag::new).orElse(null);
        try {
            if (LISTS.contains(head.name()) && command.readableBytes() > LONGEST_LIST) {
                throw new IllegalArgumentException("the pattern is too long");
            }
            return decoder.decode(new StrictLineReader(channel, command), session);
        } catch (NotEnoughDataException e) {
            LOGGER.debug("command ends too early", e);
        } catch (RuntimeException | StackOverflowError e) {
            LOGGER.info("check=command result=bad cause={}", e.getClass().getSimpleName());
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Error e) {
            // a mailbox name that is no modified UTF-7
            LOGGER.debug("command cannot be decoded", e);
        }
        return tag == null
                ? RESPONSES.untaggedBad(HumanReadableText.ILLEGAL_ARGUMENTS)
                : RESPONSES.taggedBad(tag, null, HumanReadableText.ILLEGAL_ARGUMENTS);
    }

    static void close(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void pushLineHandler(ChannelInboundHandlerAdapter handler) {
        lineHandlers.addFirst(handler);
    }

    @Override
    public void popLineHandler() {
        lineHandlers.pollFirst();
    }
}

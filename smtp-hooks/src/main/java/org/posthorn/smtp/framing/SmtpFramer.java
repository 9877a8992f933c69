// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a client's bytes into command lines, login lines and message text.
 *
 * <p>A frame is handled to its end before the next one is cut, so that a command decides how the bytes behind it are
 * read. Commands end with CRLF or LF. Lines are limited, message text is not; at most one read of the socket is held in
 * memory, because the next one is asked for only when everything before is done and the client takes its replies.
 *
 * <p>Between STARTTLS and TLS not a byte in clear is handed on: whoever sends one is cut off (RFC 3207 section 6).
 */
public final class SmtpFramer extends ByteToMessageDecoder implements Framing {

    /** The pipeline's name for this handler. */
    public static final String NAME = "framer";

    /** Longest command in bytes, line end included; RFC 5321 section 4.5.3.1.4 asks for 512 and more with extensions. */
    static final int COMMAND_LIMIT = 2_048;

    /** Longest line of a login in bytes (RFC 4954 section 4). */
    static final int LINE_LIMIT = 12_288;

    private enum Mode {
        COMMAND,
        LINE,
        MESSAGE,
        TLS_EXPECTED,
        STOPPED
    }

    private Mode mode = Mode.COMMAND;
    private boolean paused;
    private boolean skipping;
    private int scanned;
    private MessageTextDecoder message = new MessageTextDecoder();
    private @Nullable ChannelHandlerContext context;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        readMore(ctx);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
        readMore(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
        readMore(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof TlsStarted && mode == Mode.TLS_EXPECTED) {
            mode = Mode.COMMAND;
            readMore(ctx);
            return;
        }
        super.userEventTriggered(ctx, event);
    }

    private void readMore(ChannelHandlerContext ctx) {
        boolean ready = !paused && mode != Mode.TLS_EXPECTED && mode != Mode.STOPPED;
        if (ready && ctx.channel().isWritable()) {
            ctx.read();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (paused) {
            return;
        }
        switch (mode) {
            case COMMAND -> command(in, out);
            case LINE -> line(in, out);
            case MESSAGE -> message(ctx, in, out);
            case STOPPED -> in.skipBytes(in.readableBytes());
            case TLS_EXPECTED -> {
                in.skipBytes(in.readableBytes());
                stop();
                throw new PlainTextAfterStartTlsException();
            }
        }
    }

    private void command(ByteBuf in, List<Object> out) {
        int length = lineLength(in, COMMAND_LIMIT);
        if (length < 0) {
            return;
        }
        if (skipping) {
            endOfSkippedLine(in, length);
            out.add(new Frame.CommandTooLong());
            return;
        }
        byte[] text = new byte[length];
        in.readBytes(text);
        out.add(Unpooled.wrappedBuffer(text));
    }

    private void line(ByteBuf in, List<Object> out) {
        int length = lineLength(in, LINE_LIMIT);
        if (length < 0) {
            return;
        }
        mode = Mode.COMMAND;
        if (skipping) {
            endOfSkippedLine(in, length);
            out.add(new Frame.Line(new byte[0], true));
            return;
        }
        byte[] text = new byte[withoutLineEnd(in, length)];
        in.getBytes(in.readerIndex(), text);
        in.skipBytes(length);
        out.add(new Frame.Line(text, false));
    }

    /** The length of the line at the reader index with its line end, or -1 while that has not come. */
    private int lineLength(ByteBuf in, int limit) {
        int from = in.readerIndex() + scanned;
        int end = in.indexOf(from, in.writerIndex(), (byte) '\n');
        if (end >= 0) {
            scanned = 0;
            int length = end - in.readerIndex() + 1;
            skipping |= length > limit;
            return length;
        }
        scanned = in.readableBytes();
        if (scanned > limit) {
            skipping = true;
            in.skipBytes(scanned);
            scanned = 0;
        }
        return -1;
    }

    private void endOfSkippedLine(ByteBuf in, int length) {
        in.skipBytes(length);
        skipping = false;
    }

    private static int withoutLineEnd(ByteBuf in, int length) {
        int textLength = length - 1;
        boolean carriageReturn = textLength > 0 && in.getByte(in.readerIndex() + textLength - 1) == '\r';
        return carriageReturn ? textLength - 1 : textLength;
    }

    private void message(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        ByteBuf text = ctx.alloc().buffer(in.readableBytes() + 64);
        boolean whole = message.decode(in, text);
        if (text.isReadable()) {
            out.add(new Frame.MessageText(text));
        } else {
            text.release();
        }
        if (whole) {
            mode = Mode.COMMAND;
            out.add(new Frame.MessageEnd());
        }
    }

    @Override
    public void expectMessage() {
        message = new MessageTextDecoder();
        mode = Mode.MESSAGE;
    }

    @Override
    public void expectLine() {
        mode = Mode.LINE;
    }

    @Override
    public void expectTls() {
        mode = Mode.TLS_EXPECTED;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        ChannelHandlerContext ctx = context;
        if (ctx == null || ctx.isRemoved()) {
            return;
        }
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
        channelReadComplete(ctx);
    }

    @Override
    public void stop() {
        mode = Mode.STOPPED;
    }

    @Override
    public boolean hasMoreInput() {
        return actualReadableBytes() > 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Username;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imapserver.netty.NettyConstants;
import org.posthorn.imap.login.Farewell;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects an IMAP command, its lines and its literals, and hands it on whole.
 *
 * <p>It gives the leave to send a literal itself ({@code + }), so that the parser behind it never waits for octets. The
 * next command is handed on when the last one has been answered; what a client sends meanwhile stays here, up to a
 * bound, then in the network. Leave for a large literal waits for {@link LiteralRoom}.
 *
 * <p>Whoever exceeds {@link CommandLimits}, or sends a non-synchronising literal, is told so and disconnected at the
 * first offending line, before anything that follows is read: the octets of a refused literal would otherwise be taken
 * for commands. Runs on the connection's own thread only.
 */
final class ImapLiteralGuard extends ChannelInboundHandlerAdapter {

    private static final Logger LOGGER = LoggerFactory.getLogger(ImapLiteralGuard.class);
    private static final byte[] GO_AHEAD = "+ Ready for literal data\r\n".getBytes(US_ASCII);
    private static final String DISMISSAL = "* BYE Your account has changed. Log in again.";
    private static final int DEEPEST_NESTING = 100;

    /** What the literals of a command may have without asking for room. */
    private static final long SMALL = 256L * 1024;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long SLOWEST_OCTETS_PER_SECOND = 64L * 1024;

    private final CommandLimits userLimits;
    private final LiteralRoom room;
    private Optional<LiteralRoom.Claim> claim = Optional.empty();
    private long claimed;
    private int claims;
    private boolean awaitsRoom;
    private boolean handedOn;
    private ByteBuf inbound = Unpooled.EMPTY_BUFFER;
    private ByteBuf command = Unpooled.EMPTY_BUFFER;
    private int scanned;
    private int literals;
    private long literalOctets;
    private long literalRemaining;
    private boolean closed;
    private Optional<CommandTurn> turn = Optional.empty();
    private Optional<ClientOutflow> outflow = Optional.empty();

    ImapLiteralGuard(CommandLimits userLimits, LiteralRoom room) {
        this.userLimits = userLimits;
        this.room = room;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        String client = context.channel().remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
        ClientOutflow toClient = new ClientOutflow(context.channel());
        outflow = Optional.of(toClient);
        turn = Optional.of(
                new CommandTurn(context.executor(), context.channel(), client, toClient, () -> proceed(context)));
        context.fireChannelActive();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        outflow.ifPresent(ClientOutflow::changed);
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        outflow.ifPresent(ClientOutflow::changed);
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf received = (ByteBuf) message;
        try {
            if (closed) {
                return;
            }
            if (inbound == Unpooled.EMPTY_BUFFER) {
                inbound = context.alloc().buffer(received.readableBytes());
            }
            inbound.discardReadBytes().writeBytes(received);
        } finally {
            received.release();
        }
        proceed(context);
    }

    private void proceed(ChannelHandlerContext context) {
        if (clientsTurn()) {
            forgetAnswered();
        }
        // not before the answer to LOGOUT is written: the state changes first, on another thread
        if (clientsTurn() && loggedOut(context)) {
            stop();
            ImapCommandDecoder.close(context.channel());
            return;
        }
        if (!closed && clientsTurn() && turn.map(CommandTurn::isDismissed).orElse(false)) {
            end(context, DISMISSAL);
            return;
        }
        while (!closed && clientsTurn() && takeNext(context)) {
            LOGGER.trace("took a part of a command");
        }
        if (closed) {
            return;
        }
        if (!inbound.isReadable()) {
            inbound.release();
            inbound = Unpooled.EMPTY_BUFFER;
        }
        context.channel()
                .config()
                .setAutoRead(inbound.readableBytes() <= limits(context).line());
    }

    private boolean clientsTurn() {
        return turn.map(CommandTurn::isClients).orElse(false);
    }

    /** Takes the next line, or what there is of the next literal; false when more octets are needed. */
    private boolean takeNext(ChannelHandlerContext context) {
        forgetAnswered();
        if (awaitsRoom) {
            return false;
        }
        if (literalRemaining > 0) {
            int available = (int) Math.min(literalRemaining, inbound.readableBytes());
            command.writeBytes(inbound, available);
            literalRemaining -= available;
            return literalRemaining == 0;
        }
        int end = inbound.indexOf(inbound.readerIndex() + scanned, inbound.writerIndex(), (byte) '\n');
        int length = end < 0 ? inbound.readableBytes() : end + 1 - inbound.readerIndex();
        if (length > limits(context).line()) {
            refuse(context, "* BYE Command line too long", "line-too-long");
            return false;
        }
        if (end < 0) {
            scanned = length;
            return false;
        }
        scanned = 0;
        takeLine(context, length);
        return true;
    }

    private void takeLine(ChannelHandlerContext context, int length) {
        if (command == Unpooled.EMPTY_BUFFER) {
            command = context.alloc().buffer(length);
        }
        int start = command.writerIndex();
        command.writeBytes(inbound, length);
        LiteralMarker marker = LiteralMarker.of(command, start, command.writerIndex());
        if (marker instanceof LiteralMarker.Synchronising literal) {
            admit(context, literal.octets());
        } else if (marker instanceof LiteralMarker.NonSynchronising) {
            refuse(
                    context,
                    tag() + " BAD Literals without leave ({n+}) are not supported",
                    "non-synchronising-literal");
        } else if (nesting(start) > DEEPEST_NESTING) {
            refuse(context, tag() + " BAD Too many parentheses", "nesting");
        } else {
            deliver(context);
        }
    }

    private void admit(ChannelHandlerContext context, long octets) {
        CommandLimits limits = limits(context);
        long allowed = limits.octetsFor(CommandHead.of(command).name());
        literals++;
        boolean needsRoom = literalOctets + octets > SMALL + claimed;
        if (octets > allowed - literalOctets || literals > limits.literals() || (needsRoom && claim.isPresent())) {
            String reply = limits == CommandLimits.BEFORE_LOGIN
                    ? "* BYE Literal too long"
                    : tag() + " NO [TOOBIG] Literal too long\r\n* BYE Literal too long";
            refuse(context, reply, "literal-too-long");
            return;
        }
        literalOctets += octets;
        literalRemaining = octets;
        if (needsRoom) {
            awaitRoom(context, octets);
        } else {
            goAhead(context);
        }
    }

    private static void goAhead(ChannelHandlerContext context) {
        context.channel()
                .writeAndFlush(Unpooled.wrappedBuffer(GO_AHEAD))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** The client waits for the leave to send; it is told to come again if that takes too long. */
    private void awaitRoom(ChannelHandlerContext context, long octets) {
        awaitsRoom = true;
        claimed = octets;
        int number = ++claims;
        String user = session(context)
                .map(ImapSession::getUserName)
                .map(Username::asString)
                .orElse("");
        claim = Optional.of(room.claim(user, octets, () -> context.executor().execute(() -> enter(context, number))));
        var unused =
                context.executor().schedule(() -> putOff(context, number), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void enter(ChannelHandlerContext context, int number) {
        if (closed || !awaitsRoom || number != claims) {
            return;
        }
        awaitsRoom = false;
        long seconds = PATIENCE.toSeconds() + claimed / SLOWEST_OCTETS_PER_SECOND;
        var unused = context.executor().schedule(() -> hurry(context, number), seconds, TimeUnit.SECONDS);
        goAhead(context);
        proceed(context);
    }

    private void putOff(ChannelHandlerContext context, int number) {
        if (closed || !awaitsRoom || number != claims) {
            return;
        }
        LOGGER.info(
                "check=command service=imap client={} result=later reason=no-room-for-literal",
                turn.map(CommandTurn::client).orElse("unknown"));
        String reply = tag() + " NO [UNAVAILABLE] Too many large messages at a time, try again later\r\n";
        awaitsRoom = false;
        giveRoomBack();
        command.release();
        command = Unpooled.EMPTY_BUFFER;
        literals = 0;
        literalOctets = 0;
        literalRemaining = 0;
        context.channel()
                .writeAndFlush(Unpooled.copiedBuffer(reply, US_ASCII))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        proceed(context);
    }

    /** Others wait for the room. */
    private void hurry(ChannelHandlerContext context, int number) {
        if (!closed && literalRemaining > 0 && number == claims) {
            refuse(context, "* BYE Literal too slow", "literal-too-slow");
        }
    }

    /** Called on the client's turn: the command that was handed on, if there was one, has been answered. */
    private void forgetAnswered() {
        if (handedOn) {
            handedOn = false;
            giveRoomBack();
        }
    }

    private void giveRoomBack() {
        claim.ifPresent(LiteralRoom.Claim::end);
        claim = Optional.empty();
        claimed = 0;
    }

    private void deliver(ChannelHandlerContext context) {
        ByteBuf whole = command;
        command = Unpooled.EMPTY_BUFFER;
        literals = 0;
        literalOctets = 0;
        handedOn = claim.isPresent();
        Optional<ImapSession> session = session(context);
        turn.ifPresent(current -> {
            session.ifPresent(current::attachTo);
            current.begin();
        });
        try {
            context.fireChannelRead(whole);
        } finally {
            turn.ifPresent(CommandTurn::end);
        }
    }

    private int nesting(int start) {
        int depth = 0;
        int deepest = 0;
        for (int index = start; index < command.writerIndex(); index++) {
            byte octet = command.getByte(index);
            depth += octet == '(' ? 1 : octet == ')' ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    private String tag() {
        return CommandHead.of(command).tag().orElse("*");
    }

    private CommandLimits limits(ChannelHandlerContext context) {
        boolean stranger = session(context)
                .map(session -> session.getState() == ImapSessionState.NON_AUTHENTICATED)
                .orElse(true);
        return stranger ? CommandLimits.BEFORE_LOGIN : userLimits;
    }

    private static boolean loggedOut(ChannelHandlerContext context) {
        return session(context)
                .map(session -> session.getState() == ImapSessionState.LOGOUT)
                .orElse(false);
    }

    private static Optional<ImapSession> session(ChannelHandlerContext context) {
        return Optional.ofNullable(context.channel()
                .attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY)
                .get());
    }

    private void refuse(ChannelHandlerContext context, String reply, String reason) {
        LOGGER.info(
                "check=command service=imap client={} result=closed reason={}",
                turn.map(CommandTurn::client).orElse("unknown"),
                reason);
        end(context, reply);
    }

    private void end(ChannelHandlerContext context, String lastWords) {
        context.channel().config().setAutoRead(false);
        stop();
        Farewell.after(context.channel(), lastWords + "\r\n");
    }

    private void stop() {
        closed = true;
        if (!handedOn) {
            giveRoomBack();
        }
        inbound.release();
        inbound = Unpooled.EMPTY_BUFFER;
        command.release();
        command = Unpooled.EMPTY_BUFFER;
    }
}

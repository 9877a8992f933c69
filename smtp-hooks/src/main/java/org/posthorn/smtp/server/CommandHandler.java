// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.smtpserver.netty.SmtpMetrics;
import org.jspecify.annotations.Nullable;
import org.posthorn.smtp.framing.Frame;
import org.posthorn.smtp.framing.Framing;
import org.posthorn.smtp.framing.PlainTextAfterStartTlsException;
import org.posthorn.smtp.framing.SmtpFramer;
import org.posthorn.smtp.log.Decision;
import org.posthorn.smtp.session.LineReceiver;
import org.posthorn.smtp.session.MessageSink;
import org.posthorn.smtp.session.PosthornSession;
import org.posthorn.smtp.session.SmtpTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last handler of the pipeline: gives frames to whom they are meant for, and replies to the client. */
final class CommandHandler extends BasicChannelInboundHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(CommandHandler.class);

    private final SmtpMetrics metrics;
    private final OpenSessions openSessions;
    private boolean open;

    CommandHandler(
            Protocol protocol,
            Encryption encryption,
            boolean proxyRequired,
            SmtpMetrics metrics,
            OpenSessions openSessions) {
        super(new SessionContext(), protocol, encryption, proxyRequired);
        this.metrics = metrics;
        this.openSessions = openSessions;
        this.resultHandlers.add((session, response, executionTime, handler) -> {
            metrics.getCommandsMetric().increment();
            return response;
        });
    }

    @Override
    protected ProtocolSession createSession(ChannelHandlerContext ctx) {
        Framing framing = (Framing) ctx.pipeline().get(SmtpFramer.NAME);
        return protocol.newSession(new SmtpTransport(ctx, secure, proxyRequired, framing));
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        open = true;
        openSessions.opened();
        metrics.getConnectionMetric().increment();
        super.channelActive(ctx);
        flush(ctx);
    }

    /** A connection over the limit ends here without ever having been active. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (!open) {
            return;
        }
        try {
            abandonMessage(session(ctx));
            super.channelInactive(ctx);
        } finally {
            open = false;
            metrics.getConnectionMetric().decrement();
            openSessions.closed();
        }
    }

    private static void abandonMessage(@Nullable PosthornSession session) {
        MessageSink sink = session == null ? null : session.takeSink();
        if (sink != null) {
            sink.abandon();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (!(message instanceof Frame frame)) {
            super.channelRead(ctx, message);
            return;
        }
        PosthornSession session = session(ctx);
        if (frame instanceof Frame.MessageText text) {
            receive(session, text);
        } else if (session != null) {
            reply(session, frame);
        }
    }

    private static void receive(@Nullable PosthornSession session, Frame.MessageText message) {
        try {
            MessageSink sink = session == null ? null : session.sink();
            if (sink != null) {
                sink.write(message.text());
            }
        } finally {
            message.text().release();
        }
    }

    private static void reply(PosthornSession session, Frame frame) {
        Response response = responseTo(session, frame);
        if (response != null) {
            transport(session).writeResponse(response, session);
        }
    }

    private static @Nullable Response responseTo(PosthornSession session, Frame frame) {
        if (frame instanceof Frame.MessageEnd) {
            return Objects.requireNonNull(session.takeSink(), "no message is being received")
                    .finish();
        }
        if (frame instanceof Frame.Line line) {
            LineReceiver receiver = Objects.requireNonNull(session.takeLineReceiver(), "no line was asked for");
            return receiver.onLine(line.text(), line.tooLong());
        }
        return session.newLineTooLongResponse();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        flush(ctx);
        super.channelReadComplete(ctx);
    }

    private static void flush(ChannelHandlerContext ctx) {
        PosthornSession session = session(ctx);
        if (session != null) {
            transport(session).flush();
        }
    }

    private static @Nullable PosthornSession session(ChannelHandlerContext ctx) {
        return (PosthornSession) ctx.channel().attr(SESSION_ATTRIBUTE_KEY).get();
    }

    private static SmtpTransport transport(PosthornSession session) {
        return (SmtpTransport) session.getProtocolTransport();
    }

    /** A client that hangs up is no fault of ours; anything unforeseen ends this session alone, with a 451. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        PosthornSession session = session(ctx);
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof PlainTextAfterStartTlsException) {
            refusePlainText(ctx, session);
            return;
        }
        if (session == null || cause instanceof IOException && !(cause instanceof SSLException)) {
            LOGGER.debug("Connection lost", cause);
            close(ctx);
            return;
        }
        if (cause instanceof SSLException) {
            Decision.of(session, "tls", "failure")
                    // not its message, which may hold what the client sent: a password in clear
                    .with("reason", cause.getClass().getSimpleName())
                    .log(LOGGER);
            close(ctx);
            return;
        }
        LOGGER.error("A command failed unexpectedly; the session ends", cause);
        SMTPResponse farewell = new SMTPResponse("451", "4.3.0 Error: internal error, try again later");
        farewell.setEndSession(true);
        transport(session).writeResponse(farewell, session);
    }

    private static void refusePlainText(ChannelHandlerContext ctx, @Nullable PosthornSession session) {
        if (session != null) {
            Decision.of(session, "starttls", "reject")
                    .with("reason", "plain-text-before-tls")
                    .log(LOGGER);
        }
        close(ctx);
    }

    private static void close(ChannelHandlerContext ctx) {
        var unused = ctx.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.session;

import java.time.Duration;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection. Used by one thread at a time: commands of a session stay in order, whatever thread they are
 * run by.
 */
public final class PosthornSession extends ExtendedSMTPSession {

    /** The size that MAIL declared (RFC 1870), in bytes; kept for the transaction. */
    public static final AttachmentKey<Long> DECLARED_SIZE = AttachmentKey.of("DECLARED_SIZE", Long.class);

    private static final Response COMMAND_TOO_LONG = new SMTPResponse("500", "5.5.2 Error: line too long").immutable();
    private static final Response INTERNAL_ERROR =
            new SMTPResponse("451", "4.3.0 Error: internal error, try again later").immutable();
    private static final Response UNKNOWN_COMMAND =
            new SMTPResponse("500", "5.5.2 Error: command not recognized").immutable();

    private final SmtpTransport transport;
    private @Nullable MessageSink sink;
    private @Nullable LineReceiver lineReceiver;

    public PosthornSession(SMTPConfiguration configuration, SmtpTransport transport) {
        super(configuration, transport);
        this.transport = transport;
    }

    /** The session behind James's interface; every session of our server is one. */
    public static PosthornSession of(SMTPSession session) {
        return (PosthornSession) session;
    }

    /** What follows the reply to the current command is a message. */
    public void receiveMessage(MessageSink messageSink) {
        sink = messageSink;
        transport.framing().expectMessage();
    }

    /** The next line is not a command but goes to the receiver. */
    public void receiveLine(LineReceiver receiver) {
        lineReceiver = receiver;
        transport.framing().expectLine();
    }

    /** Replies after a delay that occupies no thread; pipelined commands wait behind it. */
    public void respondLater(Response response, Duration delay) {
        transport.respondLater(response, this, delay);
    }

    /** Whether the client has already sent more than the command in hand. */
    public boolean hasMoreInput() {
        return transport.framing().hasMoreInput();
    }

    /** The message that is being received; absent between messages. */
    public @Nullable MessageSink sink() {
        return sink;
    }

    /** Ends the reception of a message, and tells whose it was. */
    public @Nullable MessageSink takeSink() {
        MessageSink taken = sink;
        sink = null;
        return taken;
    }

    /** Who asked for a line; asked once. */
    public @Nullable LineReceiver takeLineReceiver() {
        LineReceiver taken = lineReceiver;
        lineReceiver = null;
        return taken;
    }

    /** The client's address, without asking the DNS for its name. */
    public String clientAddress() {
        return getRemoteAddress().getAddress().getHostAddress();
    }

    /** Whether a sender was accepted and neither RSET nor the end of the message came since. */
    public boolean inTransaction() {
        return getAttachment(SENDER, State.Transaction).isPresent();
    }

    /** Whether the client has introduced itself, since TLS began if it began. */
    public boolean greeted() {
        return getAttachment(CURRENT_HELO_MODE, State.Connection).isPresent();
    }

    @Override
    public Response newLineTooLongResponse() {
        return COMMAND_TOO_LONG;
    }

    @Override
    public Response newFatalErrorResponse() {
        return INTERNAL_ERROR;
    }

    @Override
    public Response newCommandNotFoundErrorResponse() {
        return UNKNOWN_COMMAND;
    }

    /** The size of the message as the client has declared it (RFC 1870), in bytes; 0 when it has not. */
    public long declaredSize() {
        return getAttachment(DECLARED_SIZE, State.Transaction).orElse(0L);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.SMTPStartTlsResponse;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.posthorn.smtp.log.Decision;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.session.PosthornSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * STARTTLS (RFC 3207). What was said in clear is forgotten, the name given with EHLO included. A client that sends more
 * behind the command, before TLS, is refused and cut off: those bytes may be somebody else's.
 */
public final class StartTlsCommand implements CommandHandler<SMTPSession>, EhloExtension {

    private static final Logger LOGGER = LoggerFactory.getLogger(StartTlsCommand.class);
    private static final String STARTTLS = "STARTTLS";

    private static final Response NOT_AVAILABLE = Replies.reply("502", "5.5.1 Error: command not implemented");
    private static final Response ALREADY_ACTIVE = Replies.reply("554", "5.5.1 Error: TLS already active");
    private static final Response SYNTAX = Replies.reply("501", "5.5.4 Syntax: STARTTLS");

    @Override
    public Collection<String> getImplCommands() {
        return Set.of(STARTTLS);
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        if (session.isTLSStarted()) {
            return ALREADY_ACTIVE;
        }
        if (!session.isStartTLSSupported()) {
            return NOT_AVAILABLE;
        }
        if (!request.getArgument().isEmpty()) {
            return SYNTAX;
        }
        PosthornSession ours = PosthornSession.of(session);
        if (ours.inTransaction()) {
            return Replies.IN_TRANSACTION;
        }
        return ours.hasMoreInput() ? synchronisationLost(ours) : goAhead(ours);
    }

    private static Response synchronisationLost(PosthornSession session) {
        Decision.of(session, "starttls", "reject")
                .with("reason", "pipelined-commands")
                .log(LOGGER);
        SMTPResponse refusal = new SMTPResponse("554", "5.5.0 Error: SMTP protocol synchronization");
        refusal.setEndSession(true);
        return refusal;
    }

    private static Response goAhead(PosthornSession session) {
        session.removeAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection);
        session.removeAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection);
        return new SMTPStartTlsResponse("220", "2.0.0 Ready to start TLS");
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return session.isStartTLSSupported() && !session.isTLSStarted() ? List.of(STARTTLS) : List.of();
    }
}

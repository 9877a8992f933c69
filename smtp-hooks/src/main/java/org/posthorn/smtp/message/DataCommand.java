// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.JamesMessageHook;
import org.posthorn.smtp.command.RcptCommand;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.session.PosthornSession;

/**
 * DATA (RFC 5321 section 4.1.1.4). The message goes through every {@link JamesMessageHook} of the port in order; the
 * first that has an answer gives the reply.
 */
public final class DataCommand implements CommandHandler<SMTPSession>, ExtensibleHandler {

    private static final Response SYNTAX = Replies.reply("501", "5.5.4 Syntax: DATA");
    private static final Response NEED_RCPT = Replies.reply("503", "5.5.1 Error: need RCPT command");
    private static final Response NO_VALID_RECIPIENT = Replies.reply("554", "5.5.1 Error: no valid recipients");
    private static final Response GO_AHEAD = Replies.reply("354", "End data with <CR><LF>.<CR><LF>");

    private List<JamesMessageHook> hooks = List.of();

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("DATA");
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        PosthornSession ours = PosthornSession.of(session);
        if (!request.getArgument().isEmpty()) {
            return SYNTAX;
        }
        if (!ours.inTransaction() || ours.getRcptCount() == 0) {
            return RcptCommand.wasTried(ours) ? NO_VALID_RECIPIENT : NEED_RCPT;
        }
        ours.receiveMessage(MessageReceiver.start(ours, hooks));
        return GO_AHEAD;
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(JamesMessageHook.class);
    }

    @Override
    @SuppressWarnings("unchecked") // the marker interface says what the list holds
    public void wireExtensions(Class<?> interfaceName, List<?> found) {
        hooks = List.copyOf((List<JamesMessageHook>) found);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import java.util.Collection;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.pop3.POP3Response;
import org.apache.james.protocols.pop3.POP3Session;

/** The command USER (RFC 1939 section 7): remembers the name as it came; PASS judges it. */
public final class UserCommand implements CommandHandler<POP3Session> {

    static final AttachmentKey<String> NAME = AttachmentKey.of("org.posthorn.pop3.name", String.class);

    @Inject
    public UserCommand() {}

    @Override
    public Response onCommand(POP3Session session, Request request) {
        String name = request.getArgument();
        if (session.getHandlerState() == POP3Session.TRANSACTION || name == null || name.isBlank()) {
            return POP3Response.ERR;
        }
        session.setAttachment(NAME, name.trim(), State.Connection);
        session.setHandlerState(POP3Session.AUTHENTICATION_USERSET);
        return POP3Response.OK;
    }

    @Override
    public Collection<String> getImplCommands() {
        return List.of("USER");
    }
}

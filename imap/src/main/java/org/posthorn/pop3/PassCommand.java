// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import java.util.Collection;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.pop3.POP3Response;
import org.apache.james.protocols.pop3.POP3Session;

/** The command PASS (RFC 1939 section 7): logs in the user whom USER has named. */
public final class PassCommand implements CommandHandler<POP3Session> {

    private final Pop3Login login;

    @Inject
    public PassCommand(Pop3Login login) {
        this.login = login;
    }

    @Override
    public Response onCommand(POP3Session session, Request request) {
        String name = session.getAttachment(UserCommand.NAME, State.Connection).orElse("");
        String password = request.getArgument();
        if (session.getHandlerState() != POP3Session.AUTHENTICATION_USERSET || password == null) {
            return POP3Response.ERR;
        }
        return login.attempt(session, name, password);
    }

    @Override
    public Collection<String> getImplCommands() {
        return List.of("PASS");
    }
}

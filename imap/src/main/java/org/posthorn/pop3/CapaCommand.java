// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import java.util.Collection;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.pop3.POP3Response;
import org.apache.james.protocols.pop3.POP3Session;

/** The command CAPA (RFC 2449). The list is the same before and after login, as section 5 asks for. */
public final class CapaCommand implements CommandHandler<POP3Session> {

    private static final List<String> CAPABILITIES = List.of(
            "TOP", "UIDL", "RESP-CODES", "PIPELINING", "AUTH-RESP-CODE", "USER", "SASL " + AuthCommand.MECHANISM);

    @Inject
    public CapaCommand() {}

    @Override
    public Response onCommand(POP3Session session, Request request) {
        POP3Response response = new POP3Response(POP3Response.OK_RESPONSE, "Capabilities:");
        CAPABILITIES.forEach(response::appendLine);
        response.appendLine(".");
        return response;
    }

    @Override
    public Collection<String> getImplCommands() {
        return List.of("CAPA");
    }
}

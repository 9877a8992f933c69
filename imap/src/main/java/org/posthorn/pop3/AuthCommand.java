// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Collection;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.pop3.POP3Response;
import org.apache.james.protocols.pop3.POP3Session;
import org.posthorn.imap.SaslPlain;

/** The command AUTH (RFC 5034) with the mechanism PLAIN. */
public final class AuthCommand implements CommandHandler<POP3Session> {

    static final String MECHANISM = "PLAIN";

    private static final String CANCEL = "*";

    private final Pop3Login login;

    @Inject
    public AuthCommand(Pop3Login login) {
        this.login = login;
    }

    @Override
    public Response onCommand(POP3Session session, Request request) {
        if (session.getHandlerState() == POP3Session.TRANSACTION) {
            return POP3Response.ERR;
        }
        String argument = request.getArgument();
        if (argument == null) {
            return mechanisms();
        }
        String[] words = argument.trim().split(" +", 2);
        if (!MECHANISM.equalsIgnoreCase(words[0])) {
            return error("Mechanism not supported.");
        }
        return words.length == 2 ? respond(session, "=".equals(words[1]) ? "" : words[1]) : ask(session);
    }

    private Response ask(POP3Session session) {
        session.<POP3Session>pushLineHandler((unused, line) -> {
            session.popLineHandler();
            return respond(session, new String(line, US_ASCII).trim());
        });
        return new POP3Response("+", "");
    }

    private Response respond(POP3Session session, String response) {
        if (CANCEL.equals(response)) {
            return error("Authentication cancelled.");
        }
        if (SaslPlain.decode(response).isEmpty()) {
            return error("Response is malformed.");
        }
        return SaslPlain.parse(response)
                .map(given -> login.attempt(session, given.name(), given.password()))
                .orElseGet(() -> login.refuse(session));
    }

    private static Response mechanisms() {
        POP3Response response = new POP3Response(POP3Response.OK_RESPONSE, "Mechanisms:");
        response.appendLine(MECHANISM);
        response.appendLine(".");
        return response;
    }

    private static Response error(String text) {
        return new POP3Response(POP3Response.ERR_RESPONSE, text);
    }

    @Override
    public Collection<String> getImplCommands() {
        return List.of("AUTH");
    }
}

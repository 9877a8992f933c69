// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.james.core.Username;
import org.posthorn.sieve.ScriptCheck;
import org.posthorn.sieve.ScriptStore.StoreUnavailableException;
import org.posthorn.sieve.managesieve.Command.Part;
import org.posthorn.sieve.managesieve.Command.Text;
import org.posthorn.sieve.managesieve.Command.Word;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of one connection (RFC 5804 section 2). Called for one command at a time, on a thread that may block.
 */
final class Conversation {

    private static final Logger LOGGER = LoggerFactory.getLogger(Conversation.class);
    private static final int MOST_BAD_COMMANDS = 10;
    private static final String CHANGED = "Your account has changed. Log in again.";
    private static final String TRY_LATER = "Temporary failure, try again later.";

    private final Login login;
    private final ScriptCommands scripts;
    private final Supplier<SSLEngine> tls;
    private final String client;
    private boolean encrypted;
    private int badCommands;

    Conversation(Login login, ScriptCommands scripts, Supplier<SSLEngine> tls, String client) {
        this.login = login;
        this.scripts = scripts;
        this.tls = tls;
        this.client = client;
    }

    /** What ends the connection when the user's account lets him in no more; on any thread. */
    void onDismissal(Runnable action) {
        login.onDismissal(action);
    }

    /** The last words of a session that is ended because of that. */
    static String dismissal() {
        return Reply.bye(CHANGED).text();
    }

    /** The connection is gone; on any thread. */
    void leave() {
        login.leave();
    }

    boolean loggedIn() {
        return login.user().isPresent();
    }

    /** The greeting, which is also the first answer after the TLS handshake. */
    String capabilities(String text) {
        StringBuilder lines = new StringBuilder();
        lines.append("\"IMPLEMENTATION\" \"Posthorn\"\r\n");
        lines.append("\"SIEVE\" ").append(Reply.string(ScriptCheck.EXTENSIONS)).append("\r\n");
        lines.append("\"SASL\" \"")
                .append(encrypted ? SaslExchange.MECHANISMS : "")
                .append("\"\r\n");
        if (!encrypted) {
            lines.append("\"STARTTLS\"\r\n");
        }
        login.user().ifPresent(user -> lines.append("\"OWNER\" ")
                .append(Reply.string(user.asString()))
                .append("\r\n"));
        lines.append("\"UNAUTHENTICATE\"\r\n\"VERSION\" \"1.0\"\r\nOK ");
        return lines.append(Reply.string(text)).append("\r\n").toString();
    }

    /** TLS is on: what was said before counts no more. */
    String afterHandshake() {
        encrypted = true;
        login.forget();
        return capabilities("TLS negotiation successful.");
    }

    Reply handle(Command command) {
        try {
            return login.underWay() ? response(command) : dispatch(command);
        } catch (StoreUnavailableException e) {
            LOGGER.error("check=script result=unavailable user={} client={}", userForLog(), client, e);
            return Reply.no("TRYLATER", TRY_LATER);
        } catch (RuntimeException e) {
            LOGGER.error("check=command result=error user={} client={}", userForLog(), client, e);
            return Reply.no("TRYLATER", TRY_LATER);
        }
    }

    private Reply response(Command command) {
        if (command.parts().size() == 1 && command.parts().get(0) instanceof Text text) {
            return login.respond(text);
        }
        return login.abandon(false);
    }

    private Reply dispatch(Command command) {
        if (!(command.parts().get(0) instanceof Word verb)) {
            return bad("A command is expected.");
        }
        List<Part> arguments = command.parts().subList(1, command.parts().size());
        String name = verb.text().toUpperCase(Locale.ROOT);
        Optional<Reply> reply =
                switch (name) {
                    case "CAPABILITY" ->
                        noArguments(arguments, () -> new Reply.Say(capabilities("Capability completed.")));
                    case "LOGOUT" -> noArguments(arguments, () -> new Reply.Close("OK \"Logout completed.\"\r\n"));
                    case "NOOP" -> noop(arguments);
                    case "STARTTLS" -> noArguments(arguments, this::startTls);
                    case "AUTHENTICATE" -> authenticate(arguments);
                    case "UNAUTHENTICATE" -> noArguments(arguments, this::unauthenticate);
                    default -> scripts.knows(name) ? onScripts(name, arguments) : Optional.of(bad("Unknown command."));
                };
        return reply.orElseGet(() -> bad("Invalid arguments for " + name + "."));
    }

    private Optional<Reply> onScripts(String name, List<Part> arguments) {
        Optional<Username> user = login.user();
        if (user.isEmpty()) {
            return Optional.of(bad("Log in first."));
        }
        if (login.isOver()) {
            return Optional.of(Reply.bye(CHANGED));
        }
        return scripts.run(user.get(), name, arguments);
    }

    private Optional<Reply> noop(List<Part> arguments) {
        if (arguments.isEmpty()) {
            return Optional.of(Reply.ok("NOOP completed."));
        }
        if (arguments.size() != 1 || !(arguments.get(0) instanceof Text tag)) {
            return Optional.empty();
        }
        return tag.decoded().map(text -> new Reply.Say("OK (TAG " + Reply.string(text) + ") \"NOOP completed.\"\r\n"));
    }

    private Reply startTls() {
        if (encrypted) {
            return bad("TLS is on already.");
        }
        try {
            return new Reply.StartTls("OK \"Begin TLS negotiation now.\"\r\n", tls.get());
        } catch (RuntimeException e) {
            LOGGER.error("check=tls service=sieve result=unavailable remedy=\"look at the certificate files\"", e);
            return Reply.no("TRYLATER", "TLS is not available now.");
        }
    }

    private Optional<Reply> authenticate(List<Part> arguments) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            return Optional.empty();
        }
        if (!encrypted) {
            LOGGER.info("check=login service=sieve result=reject reason=no-tls client={}", client);
            return Optional.of(
                    counted(Reply.no("ENCRYPT-NEEDED", "Authentication not allowed until SSL/TLS is enabled.")));
        }
        if (loggedIn()) {
            return Optional.of(bad("Already logged in."));
        }
        Optional<String> mechanism = arguments.get(0) instanceof Word word
                ? Optional.of(word.text())
                : arguments.get(0) instanceof Text text ? text.decoded() : Optional.empty();
        if (mechanism.isEmpty()) {
            return Optional.empty();
        }
        if (arguments.size() == 1) {
            return Optional.of(login.begin(mechanism.get(), Optional.empty()));
        }
        return arguments.get(1) instanceof Text response
                ? Optional.of(login.begin(mechanism.get(), Optional.of(response)))
                : Optional.empty();
    }

    private Reply unauthenticate() {
        if (!loggedIn()) {
            return bad("Not logged in.");
        }
        login.forget();
        return Reply.ok("Unauthenticate completed.");
    }

    private static Optional<Reply> noArguments(List<Part> arguments, Supplier<Reply> action) {
        return arguments.isEmpty() ? Optional.of(action.get()) : Optional.empty();
    }

    private Reply bad(String text) {
        return counted(Reply.no(text));
    }

    private Reply counted(Reply reply) {
        if (++badCommands < MOST_BAD_COMMANDS) {
            return reply;
        }
        LOGGER.info("check=command result=reject reason=too-many-bad-commands client={}", client);
        return Reply.bye("Too many invalid commands.");
    }

    private String userForLog() {
        return login.user().map(user -> LogText.of(user.asString())).orElse("-");
    }
}

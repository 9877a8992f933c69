// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AuthenticateRequest;
import org.apache.james.imap.message.request.IRAuthenticateRequest;
import org.apache.james.imap.message.response.ContinuationResponse;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The command AUTHENTICATE with PLAIN (RFC 4616) and LOGIN, with and without an initial response (RFC 4959).
 *
 * <p>What the client says after the command comes as lines without a tag; while one of them is checked, its connection's
 * {@link CommandTurn} keeps the next command waiting.
 */
public final class AccountsAuthenticateProcessor extends AbstractMailboxProcessor<AuthenticateRequest>
        implements CapabilityImplementingProcessor {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountsAuthenticateProcessor.class);
    private static final String NO_RESPONSE = "=";
    private static final HumanReadableText EMPTY_CHALLENGE = text("challenge", "");
    private static final HumanReadableText ASK_NAME = text("name", "VXNlcm5hbWU6");
    private static final HumanReadableText ASK_PASSWORD = text("password", "UGFzc3dvcmQ6");
    private static final HumanReadableText CANCELLED = text("cancelled", "AUTHENTICATE cancelled.");
    private static final HumanReadableText MALFORMED = text("malformed", "AUTHENTICATE response is malformed.");
    private static final HumanReadableText UNSUPPORTED = text("mechanism", "[CANNOT] Mechanism not supported.");
    private static final HumanReadableText PRIVACY_REQUIRED =
            text("privacy", "[PRIVACYREQUIRED] No authentication without TLS.");

    private final ImapLogin login;

    @Inject
    public AccountsAuthenticateProcessor(
            MailboxManager mailboxes, StatusResponseFactory responses, MetricFactory metrics, ImapLogin login) {
        super(AuthenticateRequest.class, mailboxes, responses, metrics);
        this.login = login;
    }

    @Override
    public List<Class<? extends AuthenticateRequest>> acceptableClasses() {
        return List.of(AuthenticateRequest.class, IRAuthenticateRequest.class);
    }

    @Override
    protected Mono<Void> processRequestReactive(AuthenticateRequest request, ImapSession session, Responder responder) {
        Exchange exchange = new Exchange(request, session, responder);
        if (session.isPlainAuthDisallowed()) {
            return exchange.no(PRIVACY_REQUIRED);
        }
        Optional<String> initial = request instanceof IRAuthenticateRequest withResponse
                ? Optional.of(withResponse.getInitialClientResponse())
                : Optional.empty();
        return switch (request.getAuthType().toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> exchange.answerOrAsk(initial, EMPTY_CHALLENGE, exchange::plain);
            case "LOGIN" -> exchange.answerOrAsk(initial, ASK_NAME, exchange::name);
            default -> exchange.no(UNSUPPORTED);
        };
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        if (session.getState() != ImapSessionState.NON_AUTHENTICATED || session.isPlainAuthDisallowed()) {
            return List.of(Capability.of("SASL-IR"));
        }
        return List.of(Capability.of("SASL-IR"), Capability.of("AUTH=PLAIN"), Capability.of("AUTH=LOGIN"));
    }

    @Override
    protected MDCBuilder mdc(AuthenticateRequest request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "AUTHENTICATE");
    }

    private static HumanReadableText text(String key, String text) {
        return new HumanReadableText("org.posthorn.imap.authenticate." + key, text);
    }

    /** One AUTHENTICATE command and the lines that belong to it. */
    private final class Exchange {

        private final AuthenticateRequest request;
        private final ImapSession session;
        private final Responder responder;

        Exchange(AuthenticateRequest request, ImapSession session, Responder responder) {
            this.request = request;
            this.session = session;
            this.responder = responder;
        }

        Mono<Void> answerOrAsk(
                Optional<String> response, HumanReadableText challenge, Function<String, Mono<Void>> next) {
            return response.map(given -> next.apply(NO_RESPONSE.equals(given) ? "" : given))
                    .orElseGet(() -> ask(challenge, next));
        }

        Mono<Void> plain(String response) {
            return SaslPlain.parse(response)
                    .map(given -> login.attempt(given.name(), given.password(), request, session, responder))
                    .orElseGet(() -> SaslPlain.decode(response).isPresent()
                            ? login.refuse(request, session, responder)
                            : bad(MALFORMED));
        }

        Mono<Void> name(String response) {
            return SaslPlain.decode(response)
                    .map(name -> ask(ASK_PASSWORD, password -> password(name, password)))
                    .orElseGet(() -> bad(MALFORMED));
        }

        private Mono<Void> password(String name, String response) {
            return SaslPlain.decode(response)
                    .map(password -> login.attempt(name, password, request, session, responder))
                    .orElseGet(() -> bad(MALFORMED));
        }

        private Mono<Void> ask(HumanReadableText challenge, Function<String, Mono<Void>> next) {
            return Mono.fromRunnable(() -> {
                session.pushLineHandler((unused, line) -> {
                    session.popLineHandler();
                    take(new String(line, US_ASCII).trim(), next);
                });
                responder.respond(new ContinuationResponse(challenge));
            });
        }

        private void take(String line, Function<String, Mono<Void>> next) {
            Optional<CommandTurn> turn = CommandTurn.of(session);
            turn.ifPresent(CommandTurn::begin);
            Mono<Void> answer = "*".equals(line) ? bad(CANCELLED) : next.apply(line);
            answer.onErrorResume(this::serverFault)
                    .doFinally(signal -> {
                        responder.flush();
                        turn.ifPresent(CommandTurn::end);
                    })
                    .subscribe();
        }

        private Mono<Void> serverFault(Throwable cause) {
            LOGGER.error("check=login service=imap result=fault", cause);
            return no(HumanReadableText.GENERIC_FAILURE_DURING_PROCESSING);
        }

        Mono<Void> no(HumanReadableText reason) {
            return Mono.fromRunnable(
                    () -> responder.respond(getStatusResponseFactory().taggedNo(request.getTag(), null, reason)));
        }

        private Mono<Void> bad(HumanReadableText reason) {
            return Mono.fromRunnable(
                    () -> responder.respond(getStatusResponseFactory().taggedBad(request.getTag(), null, reason)));
        }
    }
}

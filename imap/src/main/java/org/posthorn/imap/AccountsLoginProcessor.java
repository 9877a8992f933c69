// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/** The command LOGIN (RFC 3501 section 6.2.3), refused where the connection is in clear. */
public final class AccountsLoginProcessor extends AbstractMailboxProcessor<LoginCommand>
        implements CapabilityImplementingProcessor {

    private static final HumanReadableText PRIVACY_REQUIRED =
            new HumanReadableText("org.posthorn.imap.privacy", "[PRIVACYREQUIRED] No authentication without TLS.");

    private final ImapLogin login;

    @Inject
    public AccountsLoginProcessor(
            MailboxManager mailboxes, StatusResponseFactory responses, MetricFactory metrics, ImapLogin login) {
        super(LoginCommand.class, mailboxes, responses, metrics);
        this.login = login;
    }

    @Override
    protected Mono<Void> processRequestReactive(LoginCommand command, ImapSession session, Responder responder) {
        if (session.isPlainAuthDisallowed()) {
            return Mono.fromRunnable(() ->
                    responder.respond(getStatusResponseFactory().taggedNo(command.getTag(), null, PRIVACY_REQUIRED)));
        }
        return login.attempt(command.name(), command.password(), command, session, responder);
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return session.isPlainAuthDisallowed() ? List.of(Capability.of("LOGINDISABLED")) : List.of();
    }

    @Override
    protected MDCBuilder mdc(LoginCommand command) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "LOGIN");
    }
}

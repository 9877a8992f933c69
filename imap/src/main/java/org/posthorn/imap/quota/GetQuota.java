// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.quota;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.GetQuotaRequest;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/** The command GETQUOTA (RFC 9208 section 4.2) for the user's own and only root. */
public final class GetQuota extends AbstractMailboxProcessor<GetQuotaRequest>
        implements CapabilityImplementingProcessor {

    private static final HumanReadableText UNKNOWN =
            new HumanReadableText("org.posthorn.imap.quota.unknown", "[NONEXISTENT] Quota root doesn't exist.");

    private final QuotaManager quotas;
    private final QuotaRootResolver roots;

    @Inject
    public GetQuota(
            MailboxManager mailboxes,
            StatusResponseFactory responses,
            QuotaManager quotas,
            QuotaRootResolver roots,
            MetricFactory metrics) {
        super(GetQuotaRequest.class, mailboxes, responses, metrics);
        this.quotas = quotas;
        this.roots = roots;
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return UserQuota.CAPABILITIES;
    }

    @Override
    protected Mono<Void> processRequestReactive(GetQuotaRequest request, ImapSession session, Responder responder) {
        if (!request.getQuotaRoot().equals(UserQuota.NAME)) {
            return Mono.fromRunnable(
                    () -> responder.respond(getStatusResponseFactory().taggedNo(request.getTag(), null, UNKNOWN)));
        }
        MailboxPath inbox = MailboxPath.inbox(session.getUserName());
        return Mono.from(roots.getQuotaRootReactive(inbox))
                .flatMap(root -> Mono.from(quotas.getQuotasReactive(root)))
                .doOnNext(found -> {
                    UserQuota.respond(found, responder);
                    okComplete(request, responder);
                })
                .then();
    }

    @Override
    protected MDCBuilder mdc(GetQuotaRequest request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "GETQUOTA");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.quota;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.GetQuotaRootRequest;
import org.apache.james.imap.message.response.QuotaRootResponse;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaManager.Quotas;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/** The command GETQUOTAROOT (RFC 9208 section 4.3); a folder without limit has no root. */
public final class GetQuotaRoot extends AbstractMailboxProcessor<GetQuotaRootRequest>
        implements CapabilityImplementingProcessor {

    private static final HumanReadableText NO_QUOTA =
            new HumanReadableText("org.posthorn.imap.quota.none", "No quota.");

    private final QuotaManager quotas;
    private final QuotaRootResolver roots;

    @Inject
    public GetQuotaRoot(
            MailboxManager mailboxes,
            StatusResponseFactory responses,
            QuotaManager quotas,
            QuotaRootResolver roots,
            MetricFactory metrics) {
        super(GetQuotaRootRequest.class, mailboxes, responses, metrics);
        this.quotas = quotas;
        this.roots = roots;
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return UserQuota.CAPABILITIES;
    }

    @Override
    protected Mono<Void> processRequestReactive(GetQuotaRootRequest request, ImapSession session, Responder responder) {
        MailboxSession user = session.getMailboxSession();
        return Mono.fromCallable(() -> PathConverter.forSession(session).buildFullPath(request.getMailboxName()))
                .flatMap(path -> quotas(path, user))
                .doOnNext(found -> respond(found, request, responder))
                .onErrorResume(MailboxNotFoundException.class, e -> {
                    no(request, responder, HumanReadableText.FAILURE_NO_SUCH_MAILBOX);
                    return Mono.empty();
                })
                .then();
    }

    private Mono<Quotas> quotas(MailboxPath path, MailboxSession user) {
        return Mono.from(getMailboxManager().getMailboxReactive(path, user))
                .filterWhen(folder -> Mono.fromCallable(
                        () -> getMailboxManager().hasRight(folder.getMailboxEntity(), MailboxACL.Right.Read, user)))
                .switchIfEmpty(Mono.error(() -> new MailboxNotFoundException(path)))
                .flatMap(folder -> Mono.from(roots.getQuotaRootReactive(path)))
                .flatMap(root -> Mono.from(quotas.getQuotasReactive(root)));
    }

    private void respond(Quotas found, GetQuotaRootRequest request, Responder responder) {
        if (UserQuota.isLimited(found)) {
            responder.respond(new QuotaRootResponse(request.getMailboxName(), UserQuota.NAME));
            UserQuota.respond(found, responder);
            okComplete(request, responder);
        } else {
            responder.respond(getStatusResponseFactory().taggedOk(request.getTag(), null, NO_QUOTA));
        }
    }

    @Override
    protected MDCBuilder mdc(GetQuotaRootRequest request) {
        return MDCBuilder.create()
                .addToContext(MDCBuilder.ACTION, "GETQUOTAROOT")
                .addToContext("mailbox", request.getMailboxName());
    }
}

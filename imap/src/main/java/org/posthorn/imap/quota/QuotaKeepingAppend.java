// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.quota;

import javax.inject.Inject;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AppendRequest;
import org.apache.james.imap.processor.AppendProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** James's command APPEND, which says in our words when the mailbox is full. */
public final class QuotaKeepingAppend extends AppendProcessor {

    private final FullMailbox fullMailbox;

    @Inject
    public QuotaKeepingAppend(MailboxManager mailboxes, StatusResponseFactory responses, MetricFactory metrics) {
        super(mailboxes, responses, metrics);
        this.fullMailbox = new FullMailbox(responses);
    }

    @Override
    protected Mono<Void> processRequestReactive(AppendRequest request, ImapSession session, Responder responder) {
        Responder wording = fullMailbox.wording(request, responder);
        return Mono.defer(() -> super.processRequestReactive(request, session, wording));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.quota;

import javax.inject.Inject;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.imap.processor.CopyProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** James's command COPY, which says when the mailbox is full. */
public final class QuotaKeepingCopy extends CopyProcessor {

    private final FullMailbox fullMailbox;

    @Inject
    public QuotaKeepingCopy(MailboxManager mailboxes, StatusResponseFactory responses, MetricFactory metrics) {
        super(mailboxes, responses, metrics);
        this.fullMailbox = new FullMailbox(responses);
    }

    @Override
    protected Mono<Void> processRequestReactive(CopyRequest request, ImapSession session, Responder responder) {
        // a name that nobody may use is thrown and not returned, and would leave the client without an answer
        Mono<Void> command = Mono.defer(() -> super.processRequestReactive(request, session, responder));
        return fullMailbox.answered(command, request, responder);
    }

    @Override
    protected Flux<MessageRange> process(
            MailboxId target, SelectedMailbox selected, MailboxSession session, MessageRange messages) {
        return FullMailbox.disguised(super.process(target, selected, session, messages));
    }
}

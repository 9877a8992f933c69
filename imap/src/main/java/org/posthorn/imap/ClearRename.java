// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import javax.inject.Inject;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.RenameRequest;
import org.apache.james.imap.processor.RenameProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** James's command RENAME, which says so when no folder can have the name; James calls that a failure of its own and logs an error. */
public final class ClearRename extends RenameProcessor {

    private final NameRefusal refusal;

    @Inject
    public ClearRename(MailboxManager mailboxes, StatusResponseFactory responses, MetricFactory metrics) {
        super(mailboxes, responses, metrics);
        this.refusal = new NameRefusal(responses);
    }

    @Override
    protected Mono<Void> processRequestReactive(RenameRequest request, ImapSession session, Responder responder) {
        return refusal.answered(() -> super.processRequestReactive(request, session, responder), request, responder);
    }
}

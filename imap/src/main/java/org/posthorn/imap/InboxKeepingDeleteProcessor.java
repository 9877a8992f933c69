// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import javax.inject.Inject;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.DeleteRequest;
import org.apache.james.imap.processor.DeleteProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** The command DELETE (RFC 3501 section 6.3.4), which James would carry out for INBOX too, with all mails in it. */
public final class InboxKeepingDeleteProcessor extends DeleteProcessor {

    private static final HumanReadableText INBOX_STAYS =
            new HumanReadableText("org.posthorn.imap.inbox", "[CANNOT] INBOX cannot be deleted.");

    @Inject
    public InboxKeepingDeleteProcessor(
            MailboxManager mailboxes, StatusResponseFactory responses, MetricFactory metrics) {
        super(mailboxes, responses, metrics);
    }

    @Override
    protected Mono<Void> processRequestReactive(DeleteRequest request, ImapSession session, Responder responder) {
        if (PathConverter.forSession(session)
                .buildFullPath(request.getMailboxName())
                .isInbox()) {
            return Mono.fromRunnable(
                    () -> responder.respond(getStatusResponseFactory().taggedNo(request.getTag(), null, INBOX_STAYS)));
        }
        return super.processRequestReactive(request, session, responder);
    }
}

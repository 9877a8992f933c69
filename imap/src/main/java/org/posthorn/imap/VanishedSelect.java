// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.SelectRequest;
import org.apache.james.imap.processor.SelectProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** The command SELECT, where QRESYNC tells what vanished (RFC 7162, 3.2.5) in ranges, see {@link VanishedUids}. */
public final class VanishedSelect extends SelectProcessor {

    @Inject
    public VanishedSelect(
            MailboxManager mailboxes, EventBus events, StatusResponseFactory responses, MetricFactory metrics) {
        super(mailboxes, events, responses, metrics);
    }

    @Override
    protected Mono<Void> processRequestReactive(SelectRequest request, ImapSession session, Responder responder) {
        if (request.getLastKnownUidValidity().isUnknown()) {
            return super.processRequestReactive(request, session, responder);
        }
        MailboxPath path = PathConverter.forSession(session).buildFullPath(request.getMailboxName());
        MailboxSession mailboxSession = session.getMailboxSession();
        return KnownUids.answering(
                Mono.from(getMailboxManager().getMailboxReactive(path, mailboxSession)),
                Optional.ofNullable(session.getSelected()),
                mailboxSession,
                responder,
                known -> super.processRequestReactive(request, session, known));
    }

    /** As asked for: what is behind the last message that is left may have vanished too. */
    @Override
    protected MessageRange normalizeMessageRange(SelectedMailbox folder, MessageRange asked) {
        return asked;
    }

    @Override
    protected void respondVanished(SelectedMailbox folder, List<MessageRange> asked, Responder responder) {
        VanishedUids.respond(folder, asked, responder);
    }
}

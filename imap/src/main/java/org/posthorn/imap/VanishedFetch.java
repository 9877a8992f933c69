// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.processor.fetch.FetchProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/**
 * The command FETCH, whose VANISHED (RFC 7162, 3.2.6) is told in ranges, see {@link VanishedUids}. James cuts what was asked
 * for at the first and the last message that is left, and so says nothing of what is gone before and behind them.
 */
public final class VanishedFetch extends FetchProcessor {

    @Inject
    public VanishedFetch(MailboxManager mailboxes, StatusResponseFactory responses, MetricFactory metrics) {
        super(mailboxes, responses, metrics);
    }

    @Override
    protected Mono<Void> processRequestReactive(FetchRequest request, ImapSession session, Responder responder) {
        SelectedMailbox selected = session.getSelected();
        if (selected == null || !request.getFetch().getVanished()) {
            return super.processRequestReactive(request, session, responder);
        }
        MailboxSession mailboxSession = session.getMailboxSession();
        return KnownUids.answering(
                Mono.from(getMailboxManager().getMailboxReactive(selected.getMailboxId(), mailboxSession)),
                Optional.of(selected),
                mailboxSession,
                responder,
                known -> super.processRequestReactive(request, session, known.asked(ranges(request))));
    }

    @Override
    protected void respondVanished(SelectedMailbox folder, List<MessageRange> asked, Responder responder) {
        VanishedUids.respond(folder, ((KnownUids) responder).asked(), responder);
    }

    /** As they were asked for; {@code *} is the greatest number that there is. */
    private static List<MessageRange> ranges(FetchRequest request) {
        return Arrays.stream(request.getIdSet())
                .map(range -> MessageRange.range(MessageUid.of(range.getLowVal()), MessageUid.of(range.getHighVal())))
                .toList();
    }
}

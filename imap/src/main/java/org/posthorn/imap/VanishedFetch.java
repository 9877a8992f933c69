// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.processor.fetch.FetchProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.metrics.api.MetricFactory;

/** The command FETCH, whose VANISHED (RFC 7162, 3.2.6) is told in ranges, see {@link VanishedUids}. */
public final class VanishedFetch extends FetchProcessor {

    @Inject
    public VanishedFetch(MailboxManager mailboxes, StatusResponseFactory responses, MetricFactory metrics) {
        super(mailboxes, responses, metrics);
    }

    @Override
    protected void respondVanished(SelectedMailbox folder, List<MessageRange> asked, Responder responder) {
        VanishedUids.respond(folder, asked, responder);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;

/** What the server says it can do: James's list without LITERAL+, which {@link ImapLiteralGuard} refuses. */
public final class ImapCapabilities extends CapabilityProcessor {

    @Inject
    public ImapCapabilities(MailboxManager mailboxes, StatusResponseFactory responses, MetricFactory metrics) {
        super(mailboxes, responses, metrics);
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return super.getImplementedCapabilities(session).stream()
                .filter(capability -> !ImapConstants.SUPPORTS_LITERAL_PLUS.equals(capability))
                .toList();
    }
}

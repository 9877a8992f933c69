// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import javax.inject.Inject;
import javax.management.JMException;

/** The beans that Posthorn has beside James's. */
public final class OwnBeans {

    private final MappingList mappings;
    private final MailQueues queues;
    private final Mailboxes mailboxes;
    private final Spool spool;

    @Inject
    public OwnBeans(MappingList mappings, MailQueues queues, Mailboxes mailboxes, Spool spool) {
        this.mappings = mappings;
        this.queues = queues;
        this.mailboxes = mailboxes;
        this.spool = spool;
    }

    /** Offers them all. */
    public void register(JmxEndpoint endpoint) throws JMException {
        endpoint.register(MappingListMXBean.NAME, mappings);
        endpoint.register(MailQueuesMXBean.NAME, queues);
        endpoint.register(MailboxesMXBean.NAME, mailboxes);
        endpoint.register(SpoolMXBean.NAME, spool);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.mailetcontainer.api.LocalResources;
import org.apache.james.mailetcontainer.impl.JamesMailetContext;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;

/**
 * James's mailet context, which says so in a way nobody overhears when the spool does not take a mail: notifications,
 * forwarded mails and bounces must not be lost with a mail that counts as done.
 */
public final class SpoolingMailetContext extends JamesMailetContext {
    private final FailedHandOvers failedHandOvers = new FailedHandOvers();

    @Inject
    public SpoolingMailetContext(
            DNSService dns, DomainList domains, LocalResources localResources, MailQueueFactory<?> queues) {
        super(dns, domains, localResources, queues);
    }

    FailedHandOvers failedHandOvers() {
        return failedHandOvers;
    }

    @Override
    public void sendMail(Mail mail, String state) {
        try {
            super.sendMail(mail, state);
        } catch (MessagingException | RuntimeException e) {
            throw failed(mail, e);
        }
    }

    @Override
    public void sendMail(Mail mail, String state, long delay, TimeUnit unit) {
        try {
            super.sendMail(mail, state, delay, unit);
        } catch (MessagingException | RuntimeException e) {
            throw failed(mail, e);
        }
    }

    private HandOverException failed(Mail mail, Exception cause) {
        failedHandOvers.record(cause);
        return new HandOverException("the spool does not take the mail " + mail.getName(), cause);
    }
}

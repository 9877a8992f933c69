// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.origin;

import java.util.Collection;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches mail that no user's script may act on any more, so that scripts cannot send mail to each other for ever: what this
 * server has made itself (an answer, a redirected mail, a notice), and what has passed too many servers.
 *
 * <h2>Parameters</h2>
 * none; a condition is refused.
 *
 * <h2>Reads</h2>
 * the attributes {@code org.apache.james.SentByMailet} and {@code org.posthorn.retry.made-here}, the fields {@code Received}.
 *
 * <h2>Writes</h2>
 * nothing.
 *
 * <h2>Failure</h2>
 * a message that cannot be read throws, and the mail waits.
 *
 * <h2>Limits</h2>
 * at most 25 {@code Received} fields.
 */
public final class IsBeyondFilters extends GenericMatcher {

    private static final int MOST_HOPS = 25;

    @Override
    public void init() throws MessagingException {
        if (getCondition() != null) {
            throw new MessagingException("IsBeyondFilters takes no condition, but has '" + getCondition() + "'");
        }
    }

    @Override
    public Collection<MailAddress> match(Mail mail) throws MessagingException {
        return Origin.isMadeHere(mail) || Origin.hops(mail) > MOST_HOPS ? mail.getRecipients() : List.of();
    }
}

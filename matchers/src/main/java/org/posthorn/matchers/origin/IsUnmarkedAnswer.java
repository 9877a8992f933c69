// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.origin;

import java.util.Collection;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches an answer that a user's script has given, as long as it does not say that a machine wrote it (RFC 3834 section 5);
 * what another server's responder would answer in turn.
 *
 * <h2>Parameters</h2>
 * none; a condition is refused.
 *
 * <h2>Reads</h2>
 * the attributes {@code org.apache.james.SentByMailet} and {@code org.posthorn.retry.made-here}, the mail's name, the field
 * {@code Auto-Submitted}.
 *
 * <h2>Writes</h2>
 * nothing.
 *
 * <h2>Failure</h2>
 * a message that cannot be read throws, and the mail waits.
 *
 * <h2>Limits</h2>
 * a mail that a script redirects is its writer's, not a machine's, and does not match.
 */
public final class IsUnmarkedAnswer extends GenericMatcher {

    @Override
    public void init() throws MessagingException {
        if (getCondition() != null) {
            throw new MessagingException("IsUnmarkedAnswer takes no condition, but has '" + getCondition() + "'");
        }
    }

    @Override
    public Collection<MailAddress> match(Mail mail) throws MessagingException {
        boolean matches = Origin.isMadeHere(mail)
                && !Origin.isRedirected(mail)
                && mail.getMessage().getHeader("Auto-Submitted") == null;
        return matches ? mail.getRecipients() : List.of();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.quota;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.MailboxSpace;

/**
 * Matches the recipients whose mailbox has no room for the mail.
 *
 * <h2>Parameters</h2>
 * none; a condition is refused.
 *
 * <h2>Reads</h2>
 * the mail's size; usage and limits of all its recipients' mailboxes, asked of the database together. Who had room enough
 * two seconds ago or less, at RCPT, is not asked again: storing decides in the end.
 *
 * <h2>Writes</h2>
 * nothing.
 *
 * <h2>Failure</h2>
 * when the database does not answer, matching fails as a whole: the mail waits and nobody is taken for full.
 *
 * <h2>Limits</h2>
 * takes recipients for mailboxes, so it has its place behind the aliases. What it lets pass may still be refused when it
 * is stored: the mail grows by its delivery's header fields, and others may come first.
 */
public final class MailboxIsFull extends GenericMatcher {

    private final MailboxSpace space;

    @Inject
    public MailboxIsFull(MailboxSpace space) {
        this.space = space;
    }

    @Override
    public void init() throws MessagingException {
        if (getCondition() != null) {
            throw new MessagingException("MailboxIsFull takes no condition, but has '" + getCondition() + "'");
        }
    }

    @Override
    public Collection<MailAddress> match(Mail mail) throws MessagingException {
        List<String> mailboxes = mail.getRecipients().stream()
                .map(MailboxIsFull::name)
                .distinct()
                .toList();
        try {
            Set<String> full = space.fullByRecentFigures(mailboxes, mail.getMessageSize());
            return mail.getRecipients().stream()
                    .filter(recipient -> full.contains(name(recipient)))
                    .toList();
        } catch (AccountsUnavailableException e) {
            throw new MessagingException("the mailbox store does not answer", e);
        }
    }

    private static String name(MailAddress recipient) {
        return recipient.asString().toLowerCase(Locale.ROOT);
    }
}

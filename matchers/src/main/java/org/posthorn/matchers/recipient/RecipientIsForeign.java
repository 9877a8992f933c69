// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.recipient;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.DomainKind;

/**
 * Matches the recipients whose domain is not served here, so that their mail has to leave this server: strangers'
 * domains, and domains that are only relayed.
 *
 * <h2>Parameters</h2>
 * none; a condition is refused.
 *
 * <h2>Reads</h2>
 * the recipients' domains, asked of PostfixAdmin's database once per domain and mail; what it said at RCPT two seconds ago
 * or less is not asked again.
 *
 * <h2>Writes</h2>
 * nothing.
 *
 * <h2>Failure</h2>
 * when the database does not answer, matching fails as a whole: the mail waits and nobody is taken for a stranger.
 *
 * <h2>Limits</h2>
 * looks at the domain alone: an alias here that leads elsewhere is not foreign yet.
 */
public final class RecipientIsForeign extends GenericMatcher {

    private final Accounts accounts;

    @Inject
    public RecipientIsForeign(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void init() throws MessagingException {
        if (getCondition() != null) {
            throw new MessagingException("RecipientIsForeign takes no condition, but has '" + getCondition() + "'");
        }
    }

    @Override
    public Collection<MailAddress> match(Mail mail) throws MessagingException {
        Map<String, DomainKind> kinds = new HashMap<>();
        try {
            List<MailAddress> foreign = mail.getRecipients().stream()
                    .filter(recipient ->
                            kinds.computeIfAbsent(recipient.getDomain().asString(), accounts::recentDomain)
                                    != DomainKind.LOCAL)
                    .toList();
            return foreign;
        } catch (AccountsUnavailableException e) {
            throw new MessagingException("the accounts' database does not answer", e);
        }
    }
}

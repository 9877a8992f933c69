// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.alias;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.posthorn.mailets.Parameters;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;

/**
 * Replaces each recipient by the mailboxes where its aliases lead; copies for other servers are sent on their way.
 *
 * <h2>Parameters</h2>
 * {@code outgoing} (default {@code outgoing}): the processor for targets at other servers.
 * {@code undeliverable} (default {@code undeliverable}): the processor for recipients that lead nowhere.
 *
 * <h2>Reads</h2>
 * the recipients, and PostfixAdmin's aliases: one question per level of aliases and recipient, none where the answer given
 * at RCPT is two seconds old or less.
 *
 * <h2>Writes</h2>
 * the recipients, each mailbox once. For recipients that lead nowhere, a mail of their own with the attribute
 * {@code delivery-error}. The message is not touched.
 *
 * <h2>Failure</h2>
 * when the database does not answer, nothing has been sent on yet: the mailet throws and the mail waits as it is.
 *
 * <h2>Limits</h2>
 * a crash between the copies' hand-over and this mail's next station sends the copies a second time, never not at all.
 */
public final class ExpandAliases extends GenericMailet {

    private static final AttributeName DELIVERY_ERROR = AttributeName.of("delivery-error");

    private final Accounts accounts;
    private String outgoing = "outgoing";
    private String undeliverable = "undeliverable";

    @Inject
    public ExpandAliases(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void init() throws MessagingException {
        Parameters parameters = Parameters.of(getMailetConfig(), Set.of("outgoing", "undeliverable"));
        outgoing = parameters.get("outgoing").orElse(outgoing);
        undeliverable = parameters.get("undeliverable").orElse(undeliverable);
    }

    @Override
    public String getMailetInfo() {
        return "ExpandAliases";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Expansion expansion = expand(mail);
        if (!expansion.elsewhere().isEmpty()) {
            sendCopy(mail, expansion.elsewhere(), outgoing, List.of());
        }
        for (Map.Entry<Refusal, List<MailAddress>> refused : expansion.refused().entrySet()) {
            Attribute error = new Attribute(
                    DELIVERY_ERROR, AttributeValue.of(refused.getKey().diagnostic()));
            sendCopy(mail, refused.getValue(), undeliverable, List.of(error));
        }
        mail.setRecipients(new ArrayList<>(expansion.mailboxes()));
    }

    private Expansion expand(Mail mail) throws MessagingException {
        try {
            return Expansion.of(mail.getName(), mail.getRecipients(), accounts);
        } catch (AccountsUnavailableException e) {
            throw new MessagingException("the accounts' database does not answer", e);
        }
    }

    private void sendCopy(
            Mail mail, Collection<MailAddress> recipients, String processor, Collection<Attribute> attributes)
            throws MessagingException {
        Mail copy = mail.duplicate();
        try {
            copy.setRecipients(new ArrayList<>(recipients));
            attributes.forEach(copy::setAttribute);
            getMailetContext().sendMail(copy, processor);
        } finally {
            LifecycleUtil.dispose(copy);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.sieve;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.jsieve.ActionDispatcher;
import org.apache.james.transport.mailets.jsieve.delivery.SieveExecutor;
import org.apache.jsieve.ConfigurationManager;
import org.apache.jsieve.SieveConfigurationException;
import org.apache.jsieve.SieveFactory;
import org.apache.jsieve.exception.SieveException;
import org.apache.jsieve.parser.generated.ParseException;
import org.apache.jsieve.parser.generated.TokenMgrError;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.posthorn.mailbox.script.ActiveScript;
import org.posthorn.mailbox.script.ActiveScripts;
import org.posthorn.mailets.Parameters;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does with a mail what each recipient's own Sieve script says (RFC 5228).
 *
 * <h2>Parameters</h2>
 * none.
 *
 * <h2>Reads</h2>
 * the recipients, which are names of mailboxes; the script that each of them has switched on; the message; the attribute
 * {@code SieveNotification} of a notice, which no script acts on.
 *
 * <h2>Writes</h2>
 * the attribute {@code DeliveryPath_}<i>mailbox</i> with the folder that a script has chosen. Who redirects, rejects or
 * discards the mail, and does not keep it, leaves it. What scripts send begins at {@code root}.
 *
 * <h2>Failure</h2>
 * a database that does not answer is no missing script: the mailet throws before the first script has run, and the mail waits
 * for all its recipients. When the spool does not take what a script sends, the mailet throws as well, after the scripts of the
 * others. A script that is wrong, or that fails, leaves the mail in the INBOX (RFC 5228 section 2.10.6) with a line in the
 * log; the others are not affected. The owner of a wrong one gets a notice.
 *
 * <h2>Limits</h2>
 * a script that keeps the mail in several folders gets it in the last one alone. A mail without a {@code Message-ID} cannot be
 * rejected and stays in the INBOX. The scripts of all recipients are in memory at the same time. A mail that waits because the
 * spool was full meets the scripts of those who still have it again: what they sent may go out twice.
 */
public final class FilterBySieve extends GenericMailet {

    private static final Logger LOGGER = LoggerFactory.getLogger(FilterBySieve.class);

    private final ActiveScripts scripts;
    private final SieveFactory interpreter = interpreter();
    private final ActionDispatcher actions = new ActionDispatcher();

    @Inject
    public FilterBySieve(ActiveScripts scripts) {
        this.scripts = scripts;
    }

    private static SieveFactory interpreter() {
        try {
            return new ConfigurationManager().build();
        } catch (SieveConfigurationException e) {
            throw new IllegalStateException("the Sieve interpreter's own configuration cannot be read", e);
        }
    }

    @Override
    public void init() throws MessagingException {
        Parameters.of(getMailetConfig(), Set.of());
    }

    @Override
    public String getMailetInfo() {
        return "FilterBySieve";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        if (mail.getAttribute(SieveExecutor.SIEVE_NOTIFICATION).isPresent()) {
            return;
        }
        List<SpoolRefusal> refusals = new ArrayList<>();
        for (Map.Entry<MailAddress, ActiveScript> filter : read(mail).entrySet()) {
            try {
                filter(mail, filter.getKey(), filter.getValue());
            } catch (SpoolRefusal e) {
                refusals.add(e);
            }
        }
        if (!refusals.isEmpty()) {
            throw new MessagingException("the spool does not take what a Sieve script sends", refusals.get(0));
        }
    }

    /** The scripts of those who have one. */
    private Map<MailAddress, ActiveScript> read(Mail mail) throws MessagingException {
        Map<MailAddress, ActiveScript> all = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            try {
                scripts.of(Username.of(recipient.asString())).ifPresent(script -> all.put(recipient, script));
            } catch (MailboxException | RuntimeException e) {
                throw new MessagingException(
                        "the Sieve script of " + logged(recipient.asString()) + " cannot be read: " + e.getMessage(),
                        e);
            }
        }
        return all;
    }

    private void filter(Mail mail, MailAddress recipient, ActiveScript script) {
        try {
            ScriptedMail scripted = new ScriptedMail(mail, recipient, script, getMailetContext(), actions);
            byte[] text = script.text().getBytes(StandardCharsets.UTF_8);
            interpreter.evaluate(scripted, interpreter.parse(new ByteArrayInputStream(text)));
            LOGGER.info(
                    "mail={} to=<{}> check=sieve result=done actions={}",
                    logged(mail.getName()),
                    logged(recipient.asString()),
                    scripted.actions());
        } catch (SpoolRefusal e) {
            throw e;
        } catch (ParseException | TokenMgrError | SieveException e) {
            kept(mail, recipient, "wrong", e, tell(mail, recipient, e) ? "sent" : "failed");
        } catch (RuntimeException | StackOverflowError e) {
            kept(mail, recipient, "failed", e, "none");
        }
    }

    private static void kept(Mail mail, MailAddress recipient, String result, Throwable cause, String notice) {
        LOGGER.warn(
                "mail={} to=<{}> check=sieve result={} action=keep notice={} cause={}",
                logged(mail.getName()),
                logged(recipient.asString()),
                result,
                notice,
                logged(cause.toString()));
    }

    /** Whether the user could be told; the mail itself does not wait for that. */
    private boolean tell(Mail mail, MailAddress user, Throwable fault) {
        try {
            MailImpl notice = MailImpl.builder()
                    .name(MailImpl.getId())
                    .addAttribute(new Attribute(SieveExecutor.SIEVE_NOTIFICATION, AttributeValue.of(true)))
                    .sender(user)
                    .addRecipient(user)
                    .mimeMessage(BrokenScriptNotice.about(mail.getMessage(), user, String.valueOf(fault.getMessage())))
                    .build();
            try {
                getMailetContext().sendMail(notice);
            } finally {
                LifecycleUtil.dispose(notice);
            }
            return true;
        } catch (MessagingException | RuntimeException e) {
            return false;
        }
    }

    private static String logged(String text) {
        return LogText.of(text);
    }
}

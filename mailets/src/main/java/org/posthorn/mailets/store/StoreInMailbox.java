// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.Flags;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.StorageDirective;
import org.apache.mailet.base.GenericMailet;
import org.posthorn.mailbox.Delivered;
import org.posthorn.mailbox.Deliveries;
import org.posthorn.mailbox.DeliveryKey;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.mailets.Parameters;
import org.posthorn.postfixadmin.LogText;
import org.posthorn.spool.queue.SpoolAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores a mail in the mailbox of each recipient, byte for byte, and ends its way.
 *
 * <h2>Parameters</h2>
 * {@code overQuota} (default {@code over-quota}): the processor for recipients whose mailbox has no room left.
 *
 * <h2>Reads</h2>
 * the recipients, which are names of mailboxes; the attributes in which the Sieve mailet put folder and flags for a
 * recipient, else it is the INBOX; the spool id.
 *
 * <h2>Writes</h2>
 * on top of each copy the fields {@code Return-Path} and {@code Delivered-To}, and those that a mailet set for this
 * recipient alone; nothing else is touched, a {@code Return-Path} of the sender's neither.
 *
 * <h2>Failure</h2>
 * a recipient with whom it fails stays in the mail, alone with others of that kind, and the mailet throws: the mail waits
 * for them, with its attributes. Those who are full leave in a mail of their own.
 *
 * <h2>Limits</h2>
 * a mail that comes again after a crash is not stored a second time in the same folder of the same recipient, by its spool
 * id; one that never was in the spool has none and is.
 */
public final class StoreInMailbox extends GenericMailet {

    private static final Logger LOGGER = LoggerFactory.getLogger(StoreInMailbox.class);

    private final Deliveries deliveries;
    private String overQuota = "over-quota";

    @Inject
    public StoreInMailbox(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Override
    public void init() throws MessagingException {
        overQuota = Parameters.of(getMailetConfig(), Set.of("overQuota"))
                .get("overQuota")
                .orElse(overQuota);
    }

    @Override
    public String getMailetInfo() {
        return "StoreInMailbox";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        DeliveredMessage message = read(mail);
        List<MailAddress> full = new ArrayList<>();
        List<MailAddress> failed = new ArrayList<>();
        List<Exception> causes = new ArrayList<>();
        for (MailAddress recipient : List.copyOf(mail.getRecipients())) {
            try {
                store(mail, recipient, message.copyFor(recipient));
            } catch (OverQuotaException e) {
                LOGGER.info("mail={} to=<{}> result=over-quota", logged(mail.getName()), logged(recipient.asString()));
                full.add(recipient);
            } catch (MailboxException | IOException | RuntimeException e) {
                failed.add(recipient);
                causes.add(e);
            }
        }
        sendOn(mail, full, failed, causes);
        if (failed.isEmpty()) {
            mail.setState(Mail.GHOST);
            return;
        }
        mail.setRecipients(failed);
        throw new MessagingException(
                "not stored for " + failed.size() + " recipients: " + causes.get(0), causes.get(0));
    }

    private static DeliveredMessage read(Mail mail) throws MessagingException {
        try {
            return DeliveredMessage.of(mail);
        } catch (IOException e) {
            throw new MessagingException("the message cannot be read from the spool", e);
        }
    }

    private void store(Mail mail, MailAddress recipient, RawMessage copy) throws MailboxException {
        long begin = System.nanoTime();
        Username owner = Username.of(recipient.asString());
        StorageDirective directive = StorageDirective.fromMail(owner, mail).withDefaultFolder(Deliveries.INBOX);
        String folder = folder(directive);
        Optional<DeliveryKey> key = AttributeUtils.getValueAndCastFromMail(mail, SpoolAttributes.SPOOL_ID, String.class)
                .map(id -> DeliveryKey.of(id, owner.asString(), folder));
        Delivered delivered =
                deliveries.deliver(owner, folder, copy, directive.getFlags().orElseGet(Flags::new), key);
        LOGGER.info(
                "mail={} to=<{}> folder=\"{}\" uid={} result={} ms={}",
                logged(mail.getName()),
                logged(recipient.asString()),
                logged(delivered.folder().getName()),
                delivered.uid().asLong(),
                delivered.isNew() ? "stored" : "there-already",
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    /** The Sieve mailet writes {@code /Lists/James}, whatever separated the levels in the script. */
    private static String folder(StorageDirective directive) {
        String written = directive.getTargetFolder().orElse(Deliveries.INBOX);
        String folder = (written.startsWith("/") ? written.substring(1) : written).replace('/', '.');
        return folder.isEmpty() ? Deliveries.INBOX : folder;
    }

    /** Those who are full leave the mail; when the spool does not take theirs, they wait with the failed ones. */
    private void sendOn(Mail mail, List<MailAddress> full, List<MailAddress> failed, List<Exception> causes)
            throws MessagingException {
        if (full.isEmpty()) {
            return;
        }
        Mail copy = mail.duplicate();
        try {
            copy.setRecipients(full);
            getMailetContext().sendMail(copy, overQuota);
        } catch (MessagingException | RuntimeException e) {
            failed.addAll(full);
            causes.add(e);
        } finally {
            LifecycleUtil.dispose(copy);
        }
    }

    private static String logged(String text) {
        return LogText.of(text);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.mail.MessagingException;
import javax.mail.internet.MailDateFormat;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;

/**
 * What a notification tells of a mail; every text is one clean line.
 *
 * @param name the mail's name in the spool and in the log
 * @param sender the envelope's
 * @param arrival when this server took the mail, if that can be told
 * @param recipients whom it did not reach
 * @param original what is returned of the message
 */
record UndeliveredMail(
        String name, String sender, Optional<Instant> arrival, List<FailedRecipient> recipients, Original original) {

    /**
     * Reads a mail from a sender who is not the null sender.
     *
     * @throws MessagingException when the message cannot be read from the spool
     */
    static UndeliveredMail of(Mail mail) throws MessagingException {
        MimeMessage message = mail.getMessage();
        return new UndeliveredMail(
                Line.clean(mail.getName()),
                Line.clean(mail.getMaybeSender().asString("")),
                arrival(message)
                        .or(() -> Optional.ofNullable(mail.getLastUpdated()).map(Date::toInstant)),
                recipients(mail),
                Original.of(message));
    }

    private static List<FailedRecipient> recipients(Mail mail) {
        DeliveryError error = DeliveryError.of(mail);
        Optional<DsnParameters> parameters = mail.dsnParameters();
        Set<String> named = error.named(
                mail.getRecipients().stream().map(MailAddress::asString).toList());
        return mail.getRecipients().stream()
                .map(recipient -> new FailedRecipient(
                        Line.clean(recipient.asString()),
                        parameters
                                .map(known -> known.getRcptParameters().get(recipient))
                                .flatMap(RecipientDsnParameters::getOrcptParameter)
                                .map(original -> Line.clean(original.asString())),
                        error.towards(recipient.asString(), named)))
                .toList();
    }

    /** The date of the topmost {@code Received} field, which this server wrote when it took the mail. */
    private static Optional<Instant> arrival(MimeMessage message) throws MessagingException {
        String[] received = message.getHeader("Received");
        if (received == null || received.length == 0) {
            return Optional.empty();
        }
        String line = Line.clean(received[0]);
        try {
            return Optional.of(new MailDateFormat()
                    .parse(line.substring(line.lastIndexOf(';') + 1).strip())
                    .toInstant());
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}

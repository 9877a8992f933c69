// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.sieve;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Part;
import javax.mail.Session;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import org.apache.james.core.MailAddress;

/** Tells a user that his script does not work, with the mail that it failed on. */
final class BrokenScriptNotice {

    private BrokenScriptNotice() {}

    static MimeMessage about(MimeMessage mail, MailAddress user, String fault) throws MessagingException {
        MimeMessage notice = new MimeMessage(Session.getInstance(new Properties()));
        InternetAddress address = new InternetAddress(user.asString());
        notice.setFrom(address);
        notice.setRecipient(MimeMessage.RecipientType.TO, address);
        notice.setSubject(
                "[SIEVE ERROR] " + Optional.ofNullable(mail.getSubject()).orElse(""), StandardCharsets.UTF_8.name());
        notice.setSentDate(new Date());
        notice.setHeader("Auto-Submitted", "auto-generated");
        notice.setHeader("X-Priority", "1");
        notice.setContent(new MimeMultipart(words(user, fault), copy(mail)));
        notice.saveChanges();
        return notice;
    }

    private static MimeBodyPart words(MailAddress user, String fault) throws MessagingException {
        MimeBodyPart words = new MimeBodyPart();
        words.setText(
                "The active Sieve script of " + user.asString() + " could not be applied to this mail, which is in the"
                        + " INBOX therefore.\r\n\r\nThe error was:\r\n" + fault + "\r\n",
                StandardCharsets.UTF_8.name());
        return words;
    }

    private static MimeBodyPart copy(MimeMessage mail) throws MessagingException {
        MimeBodyPart copy = new MimeBodyPart();
        copy.setContent(mail, "message/rfc822");
        copy.setDisposition(Part.INLINE);
        return copy;
    }
}

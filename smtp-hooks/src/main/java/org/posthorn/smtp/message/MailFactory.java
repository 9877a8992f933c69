// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

import java.util.List;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.server.core.MailImpl;
import org.apache.james.smtpserver.AddDefaultAttributesMessageHook;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.posthorn.smtp.session.PosthornSession;

/**
 * Makes the mail that goes to the spool: envelope, and what mailets may want to know about the session. The client's
 * name is its address: nobody waits for the DNS here.
 */
final class MailFactory {

    private MailFactory() {}

    static MailImpl mail(PosthornSession session, String name, List<MailAddress> recipients) {
        MaybeSender sender =
                session.getAttachment(SMTPSession.SENDER, State.Transaction).orElse(MaybeSender.nullSender());
        MailImpl mail = MailImpl.builder()
                .name(name)
                .sender(sender)
                .addRecipients(recipients)
                .build();
        mail.setRemoteHost(session.clientAddress());
        mail.setRemoteAddr(session.clientAddress());
        mail.setAttribute(new Attribute(Mail.SMTP_SESSION_ID, AttributeValue.of(session.getSessionID())));
        session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
                .ifPresent(helo -> mail.setAttribute(new Attribute(Mail.SMTP_HELO, AttributeValue.of(helo))));
        if (session.getUsername() != null) {
            String user = session.getUsername().asString();
            mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(user)));
        }
        if (session.isRelayingAllowed()) {
            mail.setAttribute(
                    Attribute.convertToAttribute(AddDefaultAttributesMessageHook.SMTP_AUTH_NETWORK_NAME, true));
        }
        return mail;
    }
}

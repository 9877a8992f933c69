// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.posthorn.smtp.session.PosthornSession;

/**
 * The trace field of RFC 5321 section 4.4. It names what the client called itself, its address, how it came (RFC 3848)
 * and the only recipient, if there is only one; a login is told by the protocol's name alone.
 */
final class ReceivedField {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private ReceivedField() {}

    static String of(PosthornSession session, String mailName, List<MailAddress> recipients) {
        String onlyRecipient =
                recipients.size() == 1 ? "\r\n\tfor <" + recipients.get(0).asString() + ">" : "";
        return "Received: from " + clientName(session) + " ([" + literal(session.clientAddress()) + "])\r\n"
                + "\tby " + session.getConfiguration().getHelloName() + " (Posthorn) with " + protocol(session)
                + " id " + mailName + onlyRecipient + ";\r\n"
                + "\t" + date() + "\r\n";
    }

    static String date() {
        return DATE.format(ZonedDateTime.now());
    }

    private static String clientName(PosthornSession session) {
        String name = session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
                .orElse("unknown");
        return name.replaceAll("[^A-Za-z0-9._:\\[\\]-]", "?");
    }

    private static String literal(String address) {
        return address.indexOf(':') >= 0 ? "IPv6:" + address : address;
    }

    private static String protocol(PosthornSession session) {
        boolean extended = session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection)
                .filter("EHLO"::equals)
                .isPresent();
        if (!extended) {
            return "SMTP";
        }
        return "ESMTP" + (session.isTLSStarted() ? "S" : "") + (session.getUsername() == null ? "" : "A");
    }
}

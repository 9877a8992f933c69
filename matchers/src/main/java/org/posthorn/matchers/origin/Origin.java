// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.origin;

import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;

/** Where a mail comes from, as its attributes and its trace tell. */
final class Origin {

    /** Written by {@code RetryLater}: whether the mail was made here before it had to wait. */
    private static final AttributeName BEFORE_RETRY = AttributeName.of("org.posthorn.retry.made-here");

    private static final String REDIRECTED = "redirect-";

    private Origin() {}

    /** Whether a mailet of this server has made the mail, and not a client or another server. */
    static boolean isMadeHere(Mail mail) {
        Optional<Boolean> before = AttributeUtils.getValueAndCastFromMail(mail, BEFORE_RETRY, Boolean.class);
        return before.orElseGet(
                () -> mail.getAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE.getName()).isPresent());
    }

    /** Whether a script has sent somebody's mail on; James names such a mail so. */
    static boolean isRedirected(Mail mail) {
        return mail.getName().startsWith(REDIRECTED);
    }

    /** How many servers the mail has passed (RFC 5321 section 6.3). */
    static int hops(Mail mail) throws MessagingException {
        String[] trace = mail.getMessage().getHeader("Received");
        return trace == null ? 0 : trace.length;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.address;

import org.apache.james.core.MailAddress;

/** What stands between the angle brackets of MAIL and RCPT. */
public sealed interface Path {

    /** {@code <user@domain>}, ready for the envelope. */
    record Mailbox(MailAddress address) implements Path {}

    /** {@code <>}, the sender of notices. */
    record Null() implements Path {}

    /**
     * A name without a domain, or with one that is no full domain name.
     *
     * @param text as sent
     */
    record Unqualified(String text) implements Path {}

    /**
     * An address that leads through this server to somewhere else: a source route, a second {@code @}, in quotes or not,
     * a {@code %} or {@code !} where no domain follows, or an address literal.
     *
     * @param text as sent
     */
    record Routed(String text) implements Path {}

    /** None of these. */
    record Malformed() implements Path {}
}

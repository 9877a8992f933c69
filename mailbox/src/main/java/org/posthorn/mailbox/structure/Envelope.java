// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.List;
import java.util.Optional;

/**
 * The ENVELOPE of a message (RFC 3501, 7.4.2): field values unfolded, encoded words as they are. Sender and Reply-To
 * hold From where the message has none. Address fields that occur twice are taken as one list, so that a
 * client sees every author.
 */
public record Envelope(
        Optional<String> date,
        Optional<String> subject,
        List<Address> from,
        List<Address> sender,
        List<Address> replyTo,
        List<Address> to,
        List<Address> cc,
        List<Address> bcc,
        Optional<String> inReplyTo,
        Optional<String> messageId) {

    static final Envelope EMPTY = new Envelope(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());
}

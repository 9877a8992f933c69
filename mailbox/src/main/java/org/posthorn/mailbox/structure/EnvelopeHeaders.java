// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mime4j.codec.EncoderUtil;

/** Writes a stored envelope as header fields again, for James builds the ENVELOPE of an embedded message of such. */
final class EnvelopeHeaders {

    private EnvelopeHeaders() {}

    static List<Header> of(Envelope envelope) {
        List<Header> headers = new ArrayList<>();
        text(headers, "Date", envelope.date());
        text(headers, "Subject", envelope.subject());
        addresses(headers, "From", envelope.from());
        addresses(headers, "Sender", envelope.sender());
        addresses(headers, "Reply-To", envelope.replyTo());
        addresses(headers, "To", envelope.to());
        addresses(headers, "Cc", envelope.cc());
        addresses(headers, "Bcc", envelope.bcc());
        text(headers, "In-Reply-To", envelope.inReplyTo());
        text(headers, "Message-ID", envelope.messageId());
        return headers;
    }

    private static void text(List<Header> headers, String name, Optional<String> value) {
        value.ifPresent(text ->
                headers.add(new Header(name, EncoderUtil.encodeIfNecessary(text, EncoderUtil.Usage.TEXT_TOKEN, 0))));
    }

    private static void addresses(List<Header> headers, String name, List<Address> addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        StringBuilder value = new StringBuilder();
        boolean separate = false;
        for (Address address : addresses) {
            boolean end = address.isGroupMark() && address.mailbox().isEmpty();
            value.append(separate && !end ? ", " : "");
            append(value, address);
            separate = end || !address.isGroupMark();
        }
        headers.add(new Header(name, value.toString()));
    }

    private static void append(StringBuilder value, Address address) {
        if (address.isGroupMark()) {
            value.append(address.mailbox().map(name -> phrase(name) + ": ").orElse(";"));
            return;
        }
        address.name().ifPresent(name -> value.append(phrase(name)).append(' '));
        value.append('<');
        address.route().ifPresent(route -> value.append(route).append(':'));
        value.append(local(address.mailbox().orElse("")));
        address.host().filter(host -> !host.isEmpty()).ifPresent(host -> value.append('@')
                .append(host));
        value.append('>');
    }

    private static String phrase(String name) {
        return name.contains("=?") ? name : EncoderUtil.encodeAddressDisplayName(name);
    }

    private static String local(String mailbox) {
        return EncoderUtil.encodeAddressLocalPart(mailbox);
    }
}

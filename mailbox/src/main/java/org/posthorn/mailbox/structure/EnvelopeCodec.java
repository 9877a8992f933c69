// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.IOException;
import java.util.List;

/** The envelope's part of the encoding of {@link StructureCodec}. */
final class EnvelopeCodec {

    private static final int SENDER_IS_FROM = 1;
    private static final int REPLY_TO_IS_FROM = 2;

    private EnvelopeCodec() {}

    static void write(CodecWriter out, Envelope envelope) {
        boolean sameSender = envelope.sender().equals(envelope.from());
        boolean sameReplyTo = envelope.replyTo().equals(envelope.from());
        out.number((sameSender ? SENDER_IS_FROM : 0) | (sameReplyTo ? REPLY_TO_IS_FROM : 0));
        out.optional(envelope.date());
        out.optional(envelope.subject());
        addresses(out, envelope.from());
        if (!sameSender) {
            addresses(out, envelope.sender());
        }
        if (!sameReplyTo) {
            addresses(out, envelope.replyTo());
        }
        addresses(out, envelope.to());
        addresses(out, envelope.cc());
        addresses(out, envelope.bcc());
        out.optional(envelope.inReplyTo());
        out.optional(envelope.messageId());
    }

    static Envelope read(CodecReader in) throws IOException {
        long mask = in.number();
        var date = in.optional();
        var subject = in.optional();
        List<Address> from = addresses(in);
        List<Address> sender = (mask & SENDER_IS_FROM) != 0 ? from : addresses(in);
        List<Address> replyTo = (mask & REPLY_TO_IS_FROM) != 0 ? from : addresses(in);
        return new Envelope(
                date,
                subject,
                from,
                sender,
                replyTo,
                addresses(in),
                addresses(in),
                addresses(in),
                in.optional(),
                in.optional());
    }

    private static void addresses(CodecWriter out, List<Address> addresses) {
        out.number(addresses.size());
        for (Address address : addresses) {
            out.optional(address.name());
            out.optional(address.route());
            out.optional(address.mailbox());
            out.optional(address.host());
        }
    }

    private static List<Address> addresses(CodecReader in) throws IOException {
        Address[] addresses = new Address[in.count()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = new Address(in.optional(), in.optional(), in.optional(), in.optional());
        }
        return List.of(addresses);
    }
}

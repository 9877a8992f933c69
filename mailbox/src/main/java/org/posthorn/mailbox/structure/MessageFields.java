// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes envelope, texts and thread fields of a message's header. */
final class MessageFields {

    private static final int TEXT_BYTES = 65_000;
    private static final int BASE_SUBJECT_BYTES = 8192;
    private static final int MAILBOX_BYTES = 255;

    private MessageFields() {}

    static Envelope envelope(HeaderFields header) {
        List<Address> from = addresses(header, FieldName.FROM);
        List<Address> sender = addresses(header, FieldName.SENDER);
        List<Address> replyTo = addresses(header, FieldName.REPLY_TO);
        return new Envelope(
                header.get(FieldName.DATE),
                header.get(FieldName.SUBJECT),
                from,
                sender.isEmpty() ? from : sender,
                replyTo.isEmpty() ? from : replyTo,
                addresses(header, FieldName.TO),
                addresses(header, FieldName.CC),
                addresses(header, FieldName.BCC),
                header.get(FieldName.IN_REPLY_TO),
                header.get(FieldName.MESSAGE_ID));
    }

    static HeaderText text(Envelope envelope) {
        String subject = EncodedWords.decode(envelope.subject().orElse(""));
        return new HeaderText(
                HeaderValue.cut(subject, TEXT_BYTES),
                BaseSubject.of(HeaderValue.cut(subject, BASE_SUBJECT_BYTES)),
                addresses(envelope.from()),
                addresses(envelope.to()),
                addresses(envelope.cc()),
                addresses(envelope.bcc()),
                mailbox(envelope.from()),
                mailbox(envelope.to()),
                mailbox(envelope.cc()));
    }

    static ThreadFields thread(HeaderFields header) {
        return new ThreadFields(
                ids(header, FieldName.MESSAGE_ID).stream().findFirst(),
                ids(header, FieldName.IN_REPLY_TO),
                ids(header, FieldName.REFERENCES));
    }

    private static List<Address> addresses(HeaderFields header, FieldName name) {
        return header.get(name).map(AddressParser::parse).orElse(List.of());
    }

    private static String addresses(List<Address> list) {
        StringBuilder text = new StringBuilder();
        boolean separate = false;
        for (Address address : list) {
            if (address.isGroupMark()) {
                text.append(separate && address.mailbox().isPresent() ? ", " : "");
                text.append(address.mailbox()
                        .map(name -> EncodedWords.decode(name) + ": ")
                        .orElse(";"));
                separate = address.mailbox().isEmpty();
                continue;
            }
            text.append(separate ? ", " : "");
            append(text, address);
            separate = true;
        }
        return HeaderValue.cut(text.toString(), TEXT_BYTES);
    }

    private static void append(StringBuilder text, Address address) {
        String host = address.host().orElse("");
        String spec = address.mailbox().orElse("") + (host.isEmpty() ? "" : "@" + host);
        if (address.name().isPresent()) {
            text.append(EncodedWords.decode(address.name().get()))
                    .append(" <")
                    .append(spec)
                    .append('>');
        } else {
            text.append(spec);
        }
    }

    private static String mailbox(List<Address> list) {
        return HeaderValue.cut(
                list.stream().findFirst().flatMap(Address::mailbox).orElse(""), MAILBOX_BYTES);
    }

    private static List<String> ids(HeaderFields header, FieldName name) {
        Optional<String> value = header.get(name);
        if (value.isEmpty()) {
            return List.of();
        }
        String text = value.get();
        List<String> ids = new ArrayList<>();
        int end = 0;
        for (int start = text.indexOf('<'); start >= 0; start = text.indexOf('<', end)) {
            end = text.indexOf('>', start) + 1;
            if (end == 0) {
                break;
            }
            String id = text.substring(start, end).replace(" ", "");
            if (id.length() > 2) {
                ids.add(id);
            }
        }
        return List.copyOf(ids);
    }
}

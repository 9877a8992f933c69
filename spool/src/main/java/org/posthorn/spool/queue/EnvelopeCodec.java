// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mail without its message, as bytes. Attributes go by James's own JSON; one that has none, or whose class is gone
 * when it is read, is left out with a warning.
 */
final class EnvelopeCodec {
    private static final Logger LOGGER = LoggerFactory.getLogger(EnvelopeCodec.class);
    private static final int VERSION = 1;
    private static final int ABSENT = -1;

    /** A mail read back; the message is to be added when it had one. */
    record Decoded(MailImpl mail, boolean hasMessage) {}

    byte[] encode(Mail mail, Optional<Attribute> spoolId, boolean hasMessage) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeBoolean(hasMessage);
            writeText(out, Optional.of(mail.getName()));
            writeText(out, mail.getMaybeSender().asOptional().map(MailAddress::asString));
            writeText(out, Optional.ofNullable(mail.getState()));
            writeText(out, Optional.ofNullable(mail.getErrorMessage()));
            writeText(out, Optional.ofNullable(mail.getRemoteHost()));
            writeText(out, Optional.ofNullable(mail.getRemoteAddr()));
            writeText(out, Optional.ofNullable(mail.getLastUpdated()).map(date -> Long.toString(date.getTime())));
            writeRecipients(out, mail);
            writeAttributes(out, mail, spoolId);
            writeHeaders(out, mail);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void writeRecipients(DataOutputStream out, Mail mail) throws IOException {
        Collection<MailAddress> recipients =
                Optional.ofNullable(mail.getRecipients()).orElse(List.of());
        out.writeInt(recipients.size());
        for (MailAddress recipient : recipients) {
            writeText(out, Optional.of(recipient.asString()));
        }
    }

    private static void writeAttributes(DataOutputStream out, Mail mail, Optional<Attribute> more) throws IOException {
        List<Map.Entry<String, String>> attributes = Stream.concat(mail.attributes(), more.stream())
                .flatMap(attribute -> json(mail, attribute).stream())
                .toList();
        out.writeInt(attributes.size());
        for (Map.Entry<String, String> attribute : attributes) {
            writeText(out, Optional.of(attribute.getKey()));
            writeText(out, Optional.of(attribute.getValue()));
        }
    }

    private static Optional<Map.Entry<String, String>> json(Mail mail, Attribute attribute) {
        String name = attribute.getName().asString();
        String cause = "no serialisation";
        try {
            Optional<JsonNode> json = attribute.getValue().toJson();
            if (json.isPresent()) {
                return Optional.of(Map.entry(name, json.get().toString()));
            }
        } catch (RuntimeException e) {
            cause = e.toString();
        }
        LOGGER.warn("mail={} attribute={} result=not-kept cause={}", mail.getName(), name, cause);
        return Optional.empty();
    }

    private static void writeHeaders(DataOutputStream out, Mail mail) throws IOException {
        Collection<Map.Entry<MailAddress, Header>> headers =
                mail.getPerRecipientSpecificHeaders().getHeadersByRecipient().entries();
        out.writeInt(headers.size());
        for (Map.Entry<MailAddress, Header> entry : headers) {
            writeText(out, Optional.of(entry.getKey().asString()));
            writeText(out, Optional.of(entry.getValue().getName()));
            writeText(out, Optional.of(entry.getValue().getValue()));
        }
    }

    private static void writeText(DataOutputStream out, Optional<String> text) throws IOException {
        if (text.isEmpty()) {
            out.writeInt(ABSENT);
            return;
        }
        byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    Decoded decode(byte[] envelope) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(envelope))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IOException("envelope is of format " + version);
            }
            boolean hasMessage = in.readBoolean();
            MailImpl.Builder mail = MailImpl.builder().name(text(in));
            Optional<String> sender = readText(in);
            if (sender.isPresent()) {
                mail.sender(new MailAddress(sender.get()));
            }
            readText(in).ifPresent(mail::state);
            readText(in).ifPresent(mail::errorMessage);
            readText(in).ifPresent(mail::remoteHost);
            readText(in).ifPresent(mail::remoteAddr);
            readText(in).ifPresent(time -> mail.lastUpdated(new Date(Long.parseLong(time))));
            mail.addRecipients(readRecipients(in));
            readAttributes(in, mail);
            readHeaders(in, mail);
            return new Decoded(mail.build(), hasMessage);
        } catch (AddressException e) {
            throw new IOException("envelope has an address that is none", e);
        }
    }

    private static List<MailAddress> readRecipients(DataInputStream in) throws IOException, AddressException {
        int count = in.readInt();
        List<MailAddress> recipients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            recipients.add(new MailAddress(text(in)));
        }
        return recipients;
    }

    private static void readAttributes(DataInputStream in, MailImpl.Builder mail) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = text(in);
            String json = text(in);
            try {
                mail.addAttribute(new Attribute(AttributeName.of(name), AttributeValue.fromJsonString(json)));
            } catch (IOException | RuntimeException e) {
                LOGGER.warn("mail={} attribute={} result=not-read cause={}", mail.getName(), name, e.toString());
            }
        }
    }

    private static void readHeaders(DataInputStream in, MailImpl.Builder mail) throws IOException, AddressException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            MailAddress recipient = new MailAddress(text(in));
            Header header = Header.builder().name(text(in)).value(text(in)).build();
            mail.addHeaderForRecipient(header, recipient);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return readText(in).orElseThrow(() -> new IOException("envelope lacks a text"));
    }

    private static Optional<String> readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == ABSENT
                ? Optional.empty()
                : Optional.of(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }
}

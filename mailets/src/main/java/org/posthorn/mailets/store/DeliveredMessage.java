// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders.Header;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.spool.message.MessageBytes;

/**
 * The bytes of a mail as its recipients get them: lines on top that say where it comes from and whose copy it is, and
 * then every byte as it came. Read once for all recipients when it is small.
 */
final class DeliveredMessage {
    private static final int IN_MEMORY = 1024 * 1024;

    private final Mail mail;
    private final RawMessage original;

    private DeliveredMessage(Mail mail, RawMessage original) {
        this.mail = mail;
        this.original = original;
    }

    /** Reads the mail's message. */
    static DeliveredMessage of(Mail mail) throws MessagingException, IOException {
        MimeMessage message = mail.getMessage();
        try (InputStream stream = MessageBytes.open(message)) {
            byte[] beginning = stream.readNBytes(IN_MEMORY + 1);
            RawMessage original = beginning.length <= IN_MEMORY
                    ? RawMessage.of(beginning)
                    : new Large(message, beginning.length + stream.transferTo(OutputStream.nullOutputStream()));
            return new DeliveredMessage(mail, original);
        }
    }

    /** The copy of one recipient. */
    RawMessage copyFor(MailAddress recipient) throws IOException {
        StringBuilder lines = new StringBuilder();
        add(lines, "Return-Path", "<" + mail.getMaybeSender().asString("") + ">");
        add(lines, "Delivered-To", recipient.asString());
        for (Header header : mail.getPerRecipientSpecificHeaders().getHeadersForRecipient(recipient)) {
            add(lines, header.getName(), header.getValue());
        }
        byte[] top = lines.toString().getBytes(StandardCharsets.UTF_8);
        return new Topped(top, original);
    }

    private static void add(StringBuilder lines, String name, String value) {
        lines.append(name)
                .append(": ")
                .append(value.replaceAll("[\\r\\n]+", " "))
                .append("\r\n");
    }

    /** A message that is read from the spool whenever it is wanted. */
    private record Large(MimeMessage message, long size) implements RawMessage {
        @Override
        public InputStream open() throws IOException {
            try {
                return MessageBytes.open(message);
            } catch (MessagingException e) {
                throw new IOException("the message cannot be read", e);
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Topped(byte[] top, RawMessage rest) implements RawMessage {
        @Override
        public InputStream open() throws IOException {
            return new SequenceInputStream(new ByteArrayInputStream(top), rest.open());
        }

        @Override
        public long size() throws IOException {
            return top.length + rest.size();
        }
    }
}

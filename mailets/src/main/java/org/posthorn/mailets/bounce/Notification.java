// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;

/**
 * Writes delivery status notifications (RFC 3464) in the form of RFC 6522: a text to read, fields for programs, and what is
 * returned of the mail. The boundary is random, so that no mail can contain the one of its own notification.
 *
 * @param hostname this server's name
 * @param postmaster the address to turn to
 * @param clock for the date of the notification
 */
record Notification(String hostname, String postmaster, Clock clock) {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM uuuu HH:mm:ss '+0000 (UTC)'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String HEADER =
            """
            Date: %s
            From: Mail Delivery System <%s>
            Subject: Undelivered Mail Returned to Sender
            To: %s
            Auto-Submitted: auto-replied
            Message-ID: <%s@%s>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
                boundary="%s"
            Content-Transfer-Encoding: %s

            This is a message in MIME format.

            """;

    private static final String TEXT =
            """
            --%s
            Content-Description: Notification
            Content-Type: text/plain; charset=us-ascii

            This is the mail server at %s.

            Your message did not reach the recipients named below, and the server
            has stopped trying. The reason stands behind each address.

            If you need help, write to %s
            and include this notice.

            %s

            """;

    private static final String STATUS =
            """
            --%s
            Content-Description: Delivery report
            Content-Type: message/delivery-status

            Reporting-MTA: dns; %s
            X-Posthorn-Queue-ID: %s
            X-Posthorn-Sender: rfc822; %s
            %s
            %s
            """;

    private static final String RETURNED =
            """
            --%s
            Content-Description: %s
            Content-Type: %s
            Content-Transfer-Encoding: %s

            """;

    /** The address that every notification of this server comes from. */
    static String author(String hostname) {
        return "MAILER-DAEMON@" + hostname;
    }

    MimeMessage about(UndeliveredMail mail) throws MessagingException {
        String boundary = "=_" + UUID.randomUUID();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, header(mail, boundary));
        write(out, text(mail, boundary));
        write(out, status(mail, boundary));
        write(out, returned(mail.original(), boundary));
        mail.original().writeTo(out);
        write(out, "\n--" + boundary + "--\n");
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(out.toByteArray()));
    }

    private String header(UndeliveredMail mail, String boundary) {
        return String.format(
                Locale.ROOT,
                HEADER,
                date(clock.instant()),
                author(hostname),
                mail.sender(),
                UUID.randomUUID(),
                hostname,
                boundary,
                encoding(mail.original()));
    }

    private String text(UndeliveredMail mail, String boundary) {
        String reasons = mail.recipients().stream()
                .map(failed -> Line.fold(
                        "<" + failed.address() + ">: " + failed.error().text()))
                .collect(Collectors.joining("\n\n"));
        return String.format(Locale.ROOT, TEXT, boundary, hostname, postmaster, reasons);
    }

    private String status(UndeliveredMail mail, String boundary) {
        String arrival = mail.arrival()
                .map(instant -> "Arrival-Date: " + date(instant) + "\n")
                .orElse("");
        String recipients = mail.recipients().stream().map(Notification::status).collect(Collectors.joining("\n"));
        return String.format(Locale.ROOT, STATUS, boundary, hostname, mail.name(), mail.sender(), arrival, recipients);
    }

    private static String status(FailedRecipient failed) {
        DeliveryError error = failed.error();
        return "Final-Recipient: rfc822; " + failed.address() + "\n"
                + failed.originalAddress()
                        .map(address -> "Original-Recipient: rfc822; " + address + "\n")
                        .orElse("")
                + "Action: failed\n"
                + "Status: " + error.status() + "\n"
                + Line.fold("Diagnostic-Code: " + error.type() + "; " + error.text()) + "\n";
    }

    private static String returned(Original original, String boundary) {
        return String.format(
                Locale.ROOT,
                RETURNED,
                boundary,
                original.isWhole() ? "Undelivered Message" : "Undelivered Message Headers",
                original.isWhole() ? "message/rfc822" : "text/rfc822-headers",
                encoding(original));
    }

    private static String encoding(Original original) {
        return original.isEightBit() ? "8bit" : "7bit";
    }

    private static String date(Instant instant) {
        return DATE.format(instant);
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}

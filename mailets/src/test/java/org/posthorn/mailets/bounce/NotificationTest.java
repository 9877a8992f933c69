// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import org.junit.jupiter.api.Test;

class NotificationTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:48:20Z");
    private static final String WHOLE =
            """
            Date: Mon, 23 Nov 2026 12:48:20 +0000 (UTC)
            From: Mail Delivery System <MAILER-DAEMON@mail.example.test>
            Subject: Undelivered Mail Returned to Sender
            To: alice@example.test
            Auto-Submitted: auto-replied
            Message-ID: <ID@mail.example.test>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
                boundary="BOUNDARY"
            Content-Transfer-Encoding: 7bit

            This is a message in MIME format.

            --BOUNDARY
            Content-Description: Notification
            Content-Type: text/plain; charset=us-ascii

            This is the mail server at mail.example.test.

            Your message did not reach the recipients named below, and the server
            has stopped trying. The reason stands behind each address.

            If you need help, write to postmaster@example.test
            and include this notice.

            <carol@example.test>: 552 5.2.2 <carol@example.test> Quota exceeded (mailbox
                for user is full)

            --BOUNDARY
            Content-Description: Delivery report
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mail.example.test
            X-Posthorn-Queue-ID: Mail1-abc
            X-Posthorn-Sender: rfc822; alice@example.test
            Arrival-Date: Mon, 23 Nov 2026 12:47:20 +0000 (UTC)

            Final-Recipient: rfc822; carol@example.test
            Original-Recipient: rfc822; sales@example.test
            Action: failed
            Status: 5.2.2
            Diagnostic-Code: smtp; 552 5.2.2 <carol@example.test> Quota exceeded (mailbox
                for user is full)

            --BOUNDARY
            Content-Description: Undelivered Message
            Content-Type: message/rfc822
            Content-Transfer-Encoding: 7bit

            Subject: note

            body
            --BOUNDARY--
            """;

    private static final DeliveryError QUOTA = new DeliveryError(
            "5.2.2", "smtp", "552 5.2.2 <carol@example.test> Quota exceeded (mailbox for user is full)");
    private static final DeliveryError UNKNOWN = new DeliveryError("5.0.0", "x-posthorn", "Connection refused");

    private final Notification notification =
            new Notification("mail.example.test", "postmaster@example.test", Clock.fixed(NOW, ZoneOffset.ofHours(5)));

    @Test
    void theWholeNotificationReadsAsThis() throws Exception {
        FailedRecipient carol = new FailedRecipient("carol@example.test", Optional.of("sales@example.test"), QUOTA);

        String text =
                text(notification.about(mail(Optional.of(NOW.minusSeconds(60)), "Subject: note\r\n\r\nbody", carol)));

        String boundary = find("boundary=\"(=_[0-9a-f-]{36})\"", text);
        String id = find("Message-ID: <([0-9a-f-]{36})@mail.example.test>", text);
        assertThat(text)
                .isEqualTo(WHOLE.replace("BOUNDARY", boundary)
                        .replace("ID@", id + "@")
                        .replace("\n", "\r\n"));
    }

    @Test
    void eachRecipientHasItsOwnFieldsAndItsOwnReason() throws Exception {
        String text = text(notification.about(mail(
                Optional.empty(),
                "Subject: note\r\n\r\nbody\r\n",
                new FailedRecipient("carol@example.test", Optional.empty(), QUOTA),
                new FailedRecipient("y@outside.test", Optional.empty(), UNKNOWN))));

        assertThat(text)
                .contains("mailbox\r\n    for user is full)\r\n\r\n<y@outside.test>: Connection refused\r\n\r\n--")
                .contains(
                        "X-Posthorn-Sender: rfc822; alice@example.test\r\n\r\nFinal-Recipient: rfc822; carol@example.test\r\n")
                .contains("    for user is full)\r\n\r\n"
                        + "Final-Recipient: rfc822; y@outside.test\r\nAction: failed\r\nStatus: 5.0.0\r\n"
                        + "Diagnostic-Code: x-posthorn; Connection refused\r\n\r\n--")
                .doesNotContain("Arrival-Date", "Original-Recipient");
    }

    @Test
    void aLargeMessageReturnsItsHeaderAlone() throws Exception {
        String message = "Subject: note\r\n\r\n" + "body\r\n".repeat(10_000);

        String text = text(notification.about(mail(Optional.empty(), message, carol())));

        assertThat(text)
                .contains(
                        "Content-Description: Undelivered Message Headers\r\n"
                                + "Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: 7bit\r\n\r\nSubject: note\r\n\r\n--")
                .doesNotContain("body");
    }

    @Test
    void bytesOutsideAsciiAreReturnedAndAnnounced() throws Exception {
        String small = "Subject: gr\u00fc\u00dfe\r\n\r\nna\u00efve\r\n";
        String large = small + "x".repeat(Original.LIMIT);

        assertThat(text(notification.about(mail(Optional.empty(), small, carol()))))
                .contains("\r\n\r\n" + small + "\r\n--")
                .containsPattern("boundary=.*\r\nContent-Transfer-Encoding: 8bit\r\n")
                .contains("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n");
        assertThat(text(notification.about(mail(Optional.empty(), large, carol()))))
                .contains("Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                        + "Subject: gr\u00fc\u00dfe\r\n\r\n--");
    }

    @Test
    void aMimeParserFindsThreePartsWhateverTheMessageContains() throws Exception {
        String hostile =
                "Subject: x\r\nContent-Type: multipart/mixed; boundary=\"=_1\"\r\n\r\n--=_1\r\n\r\n--=_1--\r\n";

        MimeMessage parsed = notification.about(mail(Optional.empty(), hostile, carol()));

        assertThat(parsed.isMimeType("multipart/report")).isTrue();
        MimeMultipart parts = (MimeMultipart) parsed.getContent();
        assertThat(parts.getCount()).isEqualTo(3);
        assertThat(parts.getBodyPart(0).isMimeType("text/plain")).isTrue();
        assertThat(parts.getBodyPart(1).isMimeType("message/delivery-status")).isTrue();
        assertThat(parts.getBodyPart(2).isMimeType("message/rfc822")).isTrue();
    }

    private static FailedRecipient carol() {
        return new FailedRecipient("carol@example.test", Optional.empty(), QUOTA);
    }

    private static UndeliveredMail mail(Optional<Instant> arrival, String message, FailedRecipient... recipients)
            throws Exception {
        MimeMessage parsed = new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
        return new UndeliveredMail(
                "Mail1-abc", "alice@example.test", arrival, List.of(recipients), Original.of(parsed));
    }

    private static String text(MimeMessage message) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String find(String pattern, String text) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}

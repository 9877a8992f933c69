// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ReturnToSenderTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:48:20Z");
    private static final String MESSAGE =
            """
            Received: from client.outside.test ([127.0.0.2])
            \tby mail.example.test (Posthorn) with ESMTP id m1;
            \tMon, 23 Nov 2026 13:47:20 +0100
            Received: from elsewhere; Mon, 2 Nov 2026 00:00:00 +0000
            Subject: note

            body
            """
                    .replace("\n", "\r\n");

    private final Logger logger = (Logger) LoggerFactory.getLogger(ReturnToSender.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private FakeMailContext context = FakeMailContext.defaultContext();

    @BeforeEach
    void listen() throws Exception {
        context = FakeMailContext.builder()
                .postmaster(new MailAddress("postmaster@example.test"))
                .build();
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void theNotificationGoesFromTheNullSenderToTheSenderThroughRoot() throws Exception {
        FakeMail mail = quotaMail().build();

        mailet().service(mail);

        SentMail sent = onlySentMail();
        assertThat(sent.getSender()).isEqualTo(MailAddress.nullSender());
        assertThat(sent.getRecipients()).containsExactly(new MailAddress("alice@example.test"));
        assertThat(sent.getState()).isEqualTo(Mail.DEFAULT);
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    void theNotificationTellsWhatIsKnownOfTheMail() throws Exception {
        mailet().service(quotaMail().build());

        assertThat(sentText())
                .contains("From: Mail Delivery System <MAILER-DAEMON@mail.example.test>\r\n")
                .contains("To: alice@example.test\r\n")
                .contains("Auto-Submitted: auto-replied\r\n")
                .contains("write to postmaster@example.test\r\n")
                .contains("Reporting-MTA: dns; mail.example.test\r\n")
                .contains("X-Posthorn-Queue-ID: m1\r\n")
                .contains("Arrival-Date: Mon, 23 Nov 2026 12:47:20 +0000 (UTC)\r\n")
                .contains("Final-Recipient: rfc822; carol@example.test\r\nAction: failed\r\nStatus: 5.2.2\r\n")
                .contains("Diagnostic-Code: smtp; 552 5.2.2 Quota exceeded (mailbox for user is full)\r\n")
                .contains("\r\n\r\n" + MESSAGE + "\r\n--");
    }

    @Test
    void oneLineForEachRecipientIsLogged() throws Exception {
        mailet().service(quotaMail().recipient("dan@example.test").build());

        assertThat(logged())
                .containsExactly(
                        "mail=m1 from=<alice@example.test> to=<carol@example.test> check=bounce result=sent status=5.2.2",
                        "mail=m1 from=<alice@example.test> to=<dan@example.test> check=bounce result=sent status=5.2.2");
    }

    @Test
    void recipientsRefusedByOneServerAreToldApartAsFarAsItsReplyDoes() throws Exception {
        mailet().service(mail("550 5.1.1 <dan@outside.test> unknown")
                .recipients("carol@outside.test", "dan@outside.test")
                .build());

        assertThat(sentText())
                .contains("Final-Recipient: rfc822; carol@outside.test\r\nAction: failed\r\nStatus: 5.0.0\r\n")
                .contains("Final-Recipient: rfc822; dan@outside.test\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                        + "Diagnostic-Code: smtp; 550 5.1.1 <dan@outside.test> unknown\r\n");
    }

    @Test
    void theNullSenderGetsNoNotification() throws Exception {
        FakeMail mail = FakeMail.builder()
                .name("m1")
                .sender(MailAddress.nullSender())
                .recipients("carol@example.test", "dan@example.test")
                .mimeMessage(message(MESSAGE))
                .build();

        mailet().service(mail);

        assertThat(context.getSentMails()).isEmpty();
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(logged())
                .containsExactly(
                        "mail=m1 from=<> to=<carol@example.test>,<dan@example.test> check=bounce result=dropped"
                                + " reason=null-sender");
    }

    @Test
    void theAuthorOfOurNotificationsGetsNone() throws Exception {
        mailet().service(quotaMail().sender("Mailer-Daemon@mail.example.test").build());

        assertThat(context.getSentMails()).isEmpty();
        assertThat(logged()).singleElement().asString().endsWith("result=dropped reason=own-notification");
    }

    @Test
    void aMailWithoutRecipientsIsDropped() throws Exception {
        FakeMail mail = quotaMail().build();
        mail.setRecipients(List.of());

        mailet().service(mail);

        assertThat(context.getSentMails()).isEmpty();
        assertThat(logged()).singleElement().asString().endsWith("result=dropped reason=no-recipients");
    }

    @Test
    void aReplyCannotAddALineToNotificationOrLog() throws Exception {
        mailet().service(mail("550 5.1.1 no\r\nAction: delivered\r\n\r\n--x\n.\n\u2028\u0085\u0000mail=m2 result=sent")
                .recipient("carol@example.test")
                .build());

        assertThat(sentText()).contains("smtp; 550 5.1.1 no Action: delivered --x . ???mail=m2\r\n    result=sent\r\n");
        assertThat(logged()).singleElement().asString().doesNotContain("m2");
    }

    @Test
    void addressesCannotAddALineToNotificationOrLog() throws Exception {
        String sender = "\"a\\\r\\\nBcc: x\"@outside.test";
        String recipient = "\"b\\\r\\\nSubject: y\"@example.test";

        mailet().service(mail("552 5.2.2 Quota exceeded")
                .sender(new MailAddress(sender))
                .recipients(new MailAddress(recipient))
                .build());

        assertThat(sentText())
                .contains("To: \"a\\ \\ Bcc: x\"@outside.test\r\n")
                .contains("Final-Recipient: rfc822; \"b\\ \\ Subject: y\"@example.test\r\n")
                .doesNotContainPattern("(?m)^Bcc:")
                .doesNotContainPattern("(?m)^Subject: y");
        assertThat(logged()).singleElement().asString().doesNotContain("\r").doesNotContain("\n");
    }

    @Test
    void aVeryLongReplyIsCut() throws Exception {
        mailet().service(mail("550 " + "x".repeat(100_000))
                .recipient("carol@example.test")
                .build());

        assertThat(sentText().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(998));
    }

    @Test
    void withoutAnErrorTheStatusIsUnspecifiedAndNothingInternalIsTold() throws Exception {
        FakeMail mail = quotaMail().build();
        mail.removeAllAttributes();
        mail.setErrorMessage("java.lang.IllegalStateException: secret\n\tat somewhere");

        mailet().service(mail);

        assertThat(sentText())
                .contains("Status: 5.0.0\r\n")
                .contains("Diagnostic-Code: x-posthorn; delivery failed; the server's log has the reason\r\n")
                .doesNotContain("secret");
    }

    @Test
    void theOriginalRecipientIsToldWhenItWasKept() throws Exception {
        FakeMail mail = quotaMail().build();
        mail.setDsnParameters(DsnParameters.builder()
                .addRcptParameter(
                        new MailAddress("carol@example.test"),
                        RecipientDsnParameters.of(new MailAddress("sales@example.test")))
                .build()
                .orElseThrow());

        mailet().service(mail);

        assertThat(sentText()).contains("Original-Recipient: rfc822; sales@example.test\r\n");
    }

    @Test
    void withoutADateInReceivedTheMailsOwnIsTheDateOfArrival() throws Exception {
        mailet().service(quotaMail()
                .mimeMessage(message("Received: from nowhere\r\nSubject: note\r\n\r\nbody\r\n"))
                .lastUpdated(Date.from(NOW.minusSeconds(3600)))
                .build());
        mailet().service(quotaMail()
                .mimeMessage(message("Subject: note\r\n\r\nbody\r\n"))
                .build());

        assertThat(text(context.getSentMails().get(0).getMsg()))
                .contains("Arrival-Date: Mon, 23 Nov 2026 11:48:20 +0000 (UTC)\r\n");
        assertThat(text(context.getSentMails().get(1).getMsg())).doesNotContain("Arrival-Date");
    }

    @Test
    void aLargeMailReturnsItsHeaderWithBytesOutsideAscii() throws Exception {
        mailet().service(quotaMail()
                .mimeMessage(message("Subject: gr\u00fc\u00dfe\r\n\r\n" + "body\r\n".repeat(10_000)))
                .build());

        assertThat(sentText())
                .contains(
                        "text/rfc822-headers\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSubject: gr\u00fc\u00dfe\r\n\r\n--")
                .doesNotContain("body");
    }

    @Test
    void aMessageThatCannotBeReadWaits() throws Exception {
        MimeMessage broken = new MimeMessage(message(MESSAGE)) {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        FakeMail mail = quotaMail().mimeMessage(broken).state("undeliverable").build();
        ReturnToSender mailet = mailet();

        assertThatThrownBy(() -> mailet.service(mail)).isInstanceOf(MessagingException.class);
        assertThat(context.getSentMails()).isEmpty();
        assertThat(mail.getState()).isEqualTo("undeliverable");
        assertThat(logged()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "mail example", "mail.example.test\r\nBcc: x", "-mail", "mail.example.", "\u00fc.test"})
    void refusesAHostnameThatIsNone(String hostname) {
        assertThatThrownBy(() -> mailet(FakeMailetConfig.builder().setProperty("hostname", hostname)))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("hostname");
    }

    @Test
    void refusesToBeWithoutAHostname() {
        assertThatThrownBy(() -> mailet(FakeMailetConfig.builder()))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("hostname");
    }

    @Test
    void refusesAParameterItDoesNotKnow() {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder()
                .setProperty("hostname", "mail.example.test")
                .setProperty("sender", "x");

        assertThatThrownBy(() -> mailet(config))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("[sender]");
    }

    private ReturnToSender mailet() throws MessagingException {
        return mailet(FakeMailetConfig.builder().setProperty("hostname", "mail.example.test"));
    }

    private ReturnToSender mailet(FakeMailetConfig.Builder config) throws MessagingException {
        ReturnToSender mailet = new ReturnToSender(Clock.fixed(NOW, ZoneOffset.UTC));
        mailet.init(config.mailetName("ReturnToSender").mailetContext(context).build());
        return mailet;
    }

    private static FakeMail.Builder quotaMail() throws Exception {
        return mail("552 5.2.2 Quota exceeded (mailbox for user is full)").recipient("carol@example.test");
    }

    private static FakeMail.Builder mail(String error) throws Exception {
        return FakeMail.builder()
                .name("m1")
                .sender("alice@example.test")
                .mimeMessage(message(MESSAGE))
                .attribute(new Attribute(AttributeName.of("delivery-error"), AttributeValue.of(error)));
    }

    private static MimeMessage message(String text) throws MessagingException {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private SentMail onlySentMail() {
        assertThat(context.getSentMails()).hasSize(1);
        return context.getSentMails().get(0);
    }

    private String sentText() throws Exception {
        return text(onlySentMail().getMsg());
    }

    private static String text(MimeMessage message) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private List<String> logged() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.apache.mailet.PerRecipientHeaders;
import org.apache.mailet.StorageDirective;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailets.store.FakeDeliveries.Stored;
import org.posthorn.spool.queue.SpoolAttributes;

class StoreInMailboxTest {

    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";
    private static final String CAROL = "carol@example.test";
    private static final String TEXT =
            "Return-Path: <forged@x.test>\r\nSubject: caf\u00e9\u0000\r\n\r\n.\r\nbody\n\u00ff";

    private final FakeDeliveries deliveries = new FakeDeliveries();
    private final FakeMailContext context = FakeMailContext.defaultContext();

    @Test
    void storesTheBytesAsTheyCameBelowTwoLines() throws Exception {
        FakeMail mail = mail(TEXT, ALICE);

        mailet().service(mail);

        assertThat(deliveries.only())
                .extracting(Stored::owner, Stored::folder, Stored::text, Stored::flags)
                .containsExactly(
                        ALICE,
                        "INBOX",
                        "Return-Path: <x@outside.test>\r\nDelivered-To: alice@example.test\r\n" + TEXT,
                        new Flags());
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    void storesALargeMessageWhole() throws Exception {
        String large = TEXT + "x".repeat(3_000_000);

        mailet().service(mail(large, ALICE, BOB));

        assertThat(deliveries.stored()).hasSize(2).allMatch(copy -> copy.text().endsWith("test\r\n" + large));
    }

    @Test
    void theNullSenderIsAnEmptyPath() throws Exception {
        mailet().service(FakeMail.builder()
                .name("m1")
                .sender(MailAddress.nullSender())
                .recipient(ALICE)
                .mimeMessage(message(TEXT))
                .build());

        assertThat(deliveries.only().text()).startsWith("Return-Path: <>\r\nDelivered-To: ");
    }

    @Test
    void headersOfOneRecipientAreOnHisCopyAlone() throws Exception {
        FakeMail mail = mail(TEXT, ALICE, BOB);
        mail.addSpecificHeaderForRecipient(
                PerRecipientHeaders.Header.builder()
                        .name("X-For")
                        .value("bob\r\nonly")
                        .build(),
                new MailAddress(BOB));

        mailet().service(mail);

        assertThat(copyOf(ALICE).text()).doesNotContain("X-For");
        assertThat(copyOf(BOB).text()).contains("Delivered-To: bob@example.test\r\nX-For: bob only\r\nReturn-Path: <f");
    }

    @Test
    void takesFolderAndFlagsFromTheUsersScript() throws Exception {
        FakeMail mail = mail(TEXT, ALICE, BOB);
        StorageDirective.builder()
                .targetFolder("/Lists/James")
                .seen(Optional.of(true))
                .keywords(Optional.of(List.of("work")))
                .build()
                .encodeAsAttributes(Username.of(ALICE))
                .forEach(mail::setAttribute);

        mailet().service(mail);

        assertThat(copyOf(ALICE).folder()).isEqualTo("Lists.James");
        assertThat(copyOf(ALICE).flags().contains(Flags.Flag.SEEN)).isTrue();
        assertThat(copyOf(ALICE).flags().contains("work")).isTrue();
        assertThat(copyOf(BOB).folder()).isEqualTo("INBOX");
    }

    @Test
    void aFullMailboxLeavesInAMailOfItsOwnAndTheOthersGetTheirs() throws Exception {
        deliveries.fail(BOB, full());
        FakeMail mail = mail(TEXT, ALICE, BOB, CAROL);

        mailet().service(mail);

        assertThat(deliveries.stored()).extracting(Stored::owner).containsExactly(ALICE, CAROL);
        SentMail refused = context.getSentMails().get(0);
        assertThat(refused.getRecipients()).containsExactly(new MailAddress(BOB));
        assertThat(refused.getState()).isEqualTo("over-quota");
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    void theProcessorForFullMailboxesIsAParameter() throws Exception {
        deliveries.fail(ALICE, full());

        mailet(FakeMailetConfig.builder().setProperty("overQuota", "full")).service(mail(TEXT, ALICE));

        assertThat(context.getSentMails()).extracting(SentMail::getState).containsExactly("full");
    }

    @Test
    void onlyThoseWithWhomItFailedStayInTheMail() throws Exception {
        deliveries.fail(ALICE, new StoreUnavailableException("down", new IOException()));
        deliveries.fail(BOB, full());
        deliveries.fail(CAROL, new IllegalStateException("unforeseen"));
        FakeMail mail = mail(TEXT, ALICE, BOB, CAROL, "dave@example.test");

        assertThatThrownBy(() -> mailet().service(mail))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("2 recipients")
                .hasMessageContaining("down");

        assertThat(mail.getRecipients()).containsExactly(new MailAddress(ALICE), new MailAddress(CAROL));
        assertThat(deliveries.stored()).extracting(Stored::owner).containsExactly("dave@example.test");
        assertThat(context.getSentMails()).hasSize(1);

        deliveries.recover(ALICE);
        deliveries.recover(CAROL);
        mailet().service(mail);
        assertThat(deliveries.stored()).extracting(Stored::owner).containsExactly("dave@example.test", ALICE, CAROL);
    }

    @Test
    void aFullMailboxWaitsWhenTheSpoolDoesNotTakeItsMail() throws Exception {
        deliveries.fail(BOB, full());
        FakeMail mail = mail(TEXT, ALICE, BOB);
        StoreInMailbox mailet = new StoreInMailbox(deliveries);
        mailet.init(FakeMailetConfig.builder()
                .mailetName("StoreInMailbox")
                .mailetContext(fullSpool())
                .build());

        assertThatThrownBy(() -> mailet.service(mail)).hasMessageContaining("disk full");

        assertThat(mail.getRecipients()).containsExactly(new MailAddress(BOB));
    }

    @Test
    void aMailThatComesAgainIsStoredOnceInEachFolder() throws Exception {
        for (int i = 0; i < 2; i++) {
            FakeMail mail = mail(TEXT, ALICE, BOB);
            mail.setAttribute(new Attribute(SpoolAttributes.SPOOL_ID, AttributeValue.of("0123456789abcdef-1")));
            mailet().service(mail);
            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        }

        assertThat(deliveries.stored()).extracting(Stored::owner).containsExactly(ALICE, BOB);
    }

    @Test
    void refusesAParameterItDoesNotKnow() {
        assertThatThrownBy(() -> mailet(FakeMailetConfig.builder().setProperty("consume", "true")))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("[consume]");
    }

    /** A context whose spool takes nothing. */
    private static MailetContext fullSpool() {
        return (MailetContext) Proxy.newProxyInstance(
                MailetContext.class.getClassLoader(),
                new Class<?>[] {MailetContext.class},
                (proxy, method, arguments) -> {
                    throw new MessagingException("disk full");
                });
    }

    private Stored copyOf(String owner) {
        return deliveries.stored().stream()
                .filter(copy -> copy.owner().equals(owner))
                .findFirst()
                .orElseThrow();
    }

    private StoreInMailbox mailet() throws MessagingException {
        return mailet(FakeMailetConfig.builder());
    }

    private StoreInMailbox mailet(FakeMailetConfig.Builder config) throws MessagingException {
        StoreInMailbox mailet = new StoreInMailbox(deliveries);
        mailet.init(config.mailetName("StoreInMailbox").mailetContext(context).build());
        return mailet;
    }

    private static OverQuotaException full() {
        return new OverQuotaException(QuotaSizeLimit.size(10), QuotaSizeUsage.size(10));
    }

    private static FakeMail mail(String text, String... recipients) throws MessagingException {
        return FakeMail.builder()
                .name("m1")
                .sender("x@outside.test")
                .recipients(recipients)
                .state("store")
                .mimeMessage(message(text))
                .build();
    }

    private static MimeMessage message(String text) throws MessagingException {
        return new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                "m1", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.alias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeName;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.postfixadmin.Resolution.Deliverable;
import org.posthorn.postfixadmin.Resolution.Target;

class ExpandAliasesTest {

    private static final AttributeName DELIVERY_ERROR = AttributeName.of("delivery-error");

    private final ScriptedAccounts accounts = new ScriptedAccounts();
    private final FakeMailContext context = FakeMailContext.defaultContext();

    @Test
    void replacesAnAliasByItsMailboxes() throws Exception {
        accounts.mailboxes("sales@example.test", "alice@example.test", "bob@example.test");

        FakeMail mail = expand("sales@example.test");

        assertThat(mail.getRecipients()).containsExactly(address("alice@example.test"), address("bob@example.test"));
        assertThat(context.getSentMails()).isEmpty();
    }

    @Test
    void keepsAMailboxThatTwoRecipientsLeadToOnce() throws Exception {
        accounts.mailboxes("sales@example.test", "alice@example.test", "bob@example.test")
                .mailboxes("alice@example.test", "alice@example.test");

        assertThat(expand("sales@example.test", "alice@example.test").getRecipients())
                .containsExactlyInAnyOrder(address("alice@example.test"), address("bob@example.test"));
    }

    @Test
    void sendsTheCopyForAnotherServerOutAndKeepsTheLocalOne() throws Exception {
        accounts.answers(
                "alice@example.test",
                new Deliverable(List.of(
                        new Target("alice@example.test", DomainKind.LOCAL),
                        new Target("alice@outside.test", DomainKind.FOREIGN),
                        new Target("alice@relay.test", DomainKind.RELAY))));

        FakeMail mail = expand("alice@example.test");

        assertThat(mail.getRecipients()).containsExactly(address("alice@example.test"));
        SentMail copy = onlySentMail();
        assertThat(copy.getState()).isEqualTo("outgoing");
        assertThat(copy.getSender()).isEqualTo(address("x@outside.test"));
        assertThat(copy.getRecipients())
                .containsExactlyInAnyOrder(address("alice@outside.test"), address("alice@relay.test"));
    }

    @Test
    void endsHereWhenAnAliasLeadsOnlyElsewhere() throws Exception {
        accounts.answers("alice@example.test", DomainKind.FOREIGN, "alice@outside.test");

        assertThat(expand("alice@example.test").getRecipients()).isEmpty();
        assertThat(onlySentMail().getRecipients()).containsExactly(address("alice@outside.test"));
    }

    @Test
    void sendsAForeignRecipientOutAsItIs() throws Exception {
        accounts.answers("y@outside.test", new Resolution.Foreign());

        assertThat(expand("y@outside.test").getRecipients()).isEmpty();
        assertThat(onlySentMail().getState()).isEqualTo("outgoing");
    }

    @Test
    void tellsTheSenderOfARecipientWhoIsGoneByNow() throws Exception {
        accounts.mailboxes("alice@example.test", "alice@example.test");

        FakeMail mail = expand("alice@example.test", "gone@example.test");

        assertThat(mail.getRecipients()).containsExactly(address("alice@example.test"));
        assertThat(mail.getAttribute(DELIVERY_ERROR)).isEmpty();
        SentMail refused = onlySentMail();
        assertThat(refused.getState()).isEqualTo("undeliverable");
        assertThat(refused.getRecipients()).containsExactly(address("gone@example.test"));
        assertThat(refused.getAttributes()
                        .get(DELIVERY_ERROR)
                        .getValue()
                        .value()
                        .toString())
                .startsWith("550 5.1.1 ");
    }

    @Test
    void tellsTheSenderOfALoop() throws Exception {
        accounts.answers("loop@example.test", new Resolution.Loop());

        expand("loop@example.test");

        assertThat(onlySentMail()
                        .getAttributes()
                        .get(DELIVERY_ERROR)
                        .getValue()
                        .value()
                        .toString())
                .startsWith("550 5.4.6 ");
    }

    @Test
    void tellsTheSenderOfATargetThatIsNoAddress() throws Exception {
        accounts.answers("odd@example.test", DomainKind.FOREIGN, "no address at all");

        expand("odd@example.test");

        assertThat(onlySentMail()
                        .getAttributes()
                        .get(DELIVERY_ERROR)
                        .getValue()
                        .value()
                        .toString())
                .startsWith("550 5.3.5 ");
    }

    @Test
    void sendsNothingAndThrowsWhenTheDatabaseDoesNotAnswer() throws Exception {
        accounts.goDown();
        ExpandAliases mailet = mailet(FakeMailetConfig.builder());
        FakeMail mail = mail("alice@example.test");

        assertThatThrownBy(() -> mailet.service(mail)).isInstanceOf(MessagingException.class);
        assertThat(mail.getRecipients()).containsExactly(address("alice@example.test"));
        assertThat(context.getSentMails()).isEmpty();
    }

    @Test
    void usesTheProcessorsThatAreConfigured() throws Exception {
        accounts.answers("y@outside.test", new Resolution.Foreign());
        FakeMail mail = mail("y@outside.test", "gone@example.test");

        mailet(FakeMailetConfig.builder().setProperty("outgoing", "out").setProperty("undeliverable", "nowhere"))
                .service(mail);

        assertThat(context.getSentMails()).extracting(SentMail::getState).containsExactlyInAnyOrder("out", "nowhere");
    }

    @Test
    void refusesAParameterItDoesNotKnow() {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder().setProperty("outgoin", "out");

        assertThatThrownBy(() -> mailet(config))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("outgoin")
                .hasMessageContaining("undeliverable");
    }

    private FakeMail expand(String... recipients) throws MessagingException {
        FakeMail mail = mail(recipients);
        mailet(FakeMailetConfig.builder()).service(mail);
        return mail;
    }

    private ExpandAliases mailet(FakeMailetConfig.Builder config) throws MessagingException {
        ExpandAliases mailet = new ExpandAliases(accounts);
        mailet.init(config.mailetName("ExpandAliases").mailetContext(context).build());
        return mailet;
    }

    private static FakeMail mail(String... recipients) throws MessagingException {
        return FakeMail.builder()
                .name("m1")
                .sender("x@outside.test")
                .recipients(recipients)
                .build();
    }

    private SentMail onlySentMail() {
        assertThat(context.getSentMails()).hasSize(1);
        return context.getSentMails().get(0);
    }

    private static MailAddress address(String text) throws MessagingException {
        return new MailAddress(text);
    }
}

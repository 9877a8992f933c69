// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.mailet.MailetContext;
import org.apache.mailet.StorageDirective;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailets.sieve.FakeScripts.Opening;
import org.slf4j.LoggerFactory;

class FilterBySieveTest {

    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";
    private static final String CAROL = "carol@example.test";
    private static final String TEXT =
            "From: <x@outside.test>\r\nMessage-ID: <1@outside.test>\r\nSubject: project\r\n\r\nbody\r\n";
    private static final String FILE = "require \"fileinto\"; fileinto \"Lists.James\";";
    private static final String REDIRECT = "redirect \"away@outside.test\";";
    private static final String TOO_DEEP = "if " + "not ".repeat(200_000) + "true { discard; }";

    private final Logger logger = (Logger) LoggerFactory.getLogger(FilterBySieve.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final FakeScripts scripts = new FakeScripts();
    private final FakeMailContext context = FakeMailContext.defaultContext();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void aMailForWhomThereIsNoScriptStaysAsItIs() throws Exception {
        FakeMail mail = mail(ALICE, BOB);

        mailet(context).service(mail);

        assertThat(recipients(mail)).containsExactly(ALICE, BOB);
        assertThat(mail.attributeNames()).isEmpty();
        assertThat(logged()).isEmpty();
    }

    @Test
    void eachScriptChoosesTheFolderOfItsOwner() throws Exception {
        scripts.put(ALICE, FILE).put(BOB, "require \"fileinto\"; fileinto \"Work\";");
        FakeMail mail = mail(ALICE, BOB, CAROL);

        mailet(context).service(mail);

        assertThat(folder(mail, ALICE)).isEqualTo("/Lists/James");
        assertThat(folder(mail, BOB)).isEqualTo("/Work");
        assertThat(folder(mail, CAROL)).isEqualTo("none");
        assertThat(recipients(mail)).containsExactly(ALICE, BOB, CAROL);
        assertThat(logged())
                .containsExactly(
                        "INFO mail=m1 to=<alice@example.test> check=sieve result=done actions=fileinto",
                        "INFO mail=m1 to=<bob@example.test> check=sieve result=done actions=fileinto");
    }

    static Stream<Opening> failures() {
        return Stream.of(
                () -> {
                    throw new StoreUnavailableException("no answer", new IOException("Connection refused"));
                },
                () -> {
                    throw new IllegalStateException("unforeseen");
                });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aScriptThatCannotBeReadStopsTheMailBeforeAnyScriptHasRun(Opening failure) throws Exception {
        scripts.put(ALICE, REDIRECT).put(BOB, FILE).open(CAROL, failure);
        FakeMail mail = mail(ALICE, BOB, CAROL);

        assertThatThrownBy(() -> mailet(context).service(mail))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("the Sieve script of carol@example.test cannot be read");

        assertThat(context.getSentMails()).isEmpty();
        assertThat(recipients(mail)).containsExactly(ALICE, BOB, CAROL);
        assertThat(mail.attributeNames()).isEmpty();
        assertThat(logged()).isEmpty();

        scripts.put(CAROL, FILE);
        mailet(context).service(mail);
        assertThat(context.getSentMails()).hasSize(1);
        assertThat(recipients(mail)).containsExactly(BOB, CAROL);
        assertThat(folder(mail, CAROL)).isEqualTo("/Lists/James");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such word", "require \"fileinto\"; fileinto;", "\"", "require \"imap4flags\"; keep;"})
    void aWrongScriptLeavesTheMailInTheInboxAndItsOwnerIsTold(String wrong) throws Exception {
        scripts.put(ALICE, FILE).put(BOB, wrong).put(CAROL, FILE);
        FakeMail mail = mail(ALICE, BOB, CAROL);

        mailet(context).service(mail);

        assertThat(recipients(mail)).containsExactly(ALICE, BOB, CAROL);
        assertThat(folder(mail, ALICE)).isEqualTo("/Lists/James");
        assertThat(folder(mail, BOB)).isEqualTo("none");
        assertThat(folder(mail, CAROL)).isEqualTo("/Lists/James");
        assertThat(logged())
                .filteredOn(line -> line.contains("bob"))
                .singleElement()
                .asString()
                .startsWith(
                        "WARN mail=m1 to=<bob@example.test> check=sieve result=wrong action=keep notice=sent cause=");
        SentMail notice = context.getSentMails().get(0);
        assertThat(notice.getSender()).isEqualTo(new MailAddress(BOB));
        assertThat(notice.getRecipients()).containsExactly(new MailAddress(BOB));
        assertThat(notice.getSubject()).contains("[SIEVE ERROR] project");
        assertThat(Messages.text(notice.getMsg()))
                .contains("The active Sieve script of bob@example.test", "Auto-Submitted: auto-generated")
                .contains("X-Priority: 1", TEXT);
    }

    @Test
    void noScriptActsOnANotice() throws Exception {
        scripts.put(ALICE, "no such word");
        mailet(context).service(mail(ALICE));
        FakeMail notice = mail(ALICE);
        context.getSentMails().get(0).getAttributes().values().forEach(notice::setAttribute);

        mailet(context).service(notice);

        assertThat(context.getSentMails()).hasSize(1);
    }

    @Test
    void aMailWithoutASubjectIsToldOfAsWell() throws Exception {
        scripts.put(ALICE, "no such word");

        mailet(context).service(mail(Messages.message("From: <x@outside.test>\r\n\r\nbody\r\n"), ALICE));

        assertThat(context.getSentMails()).hasSize(1);
    }

    @Test
    void aNoticeThatTheSpoolDoesNotTakeKeepsNoMailBack() throws Exception {
        scripts.put(ALICE, "no such word");
        FakeMail mail = mail(ALICE);

        mailet(fullSpool()).service(mail);

        assertThat(recipients(mail)).containsExactly(ALICE);
        assertThat(logged()).singleElement().asString().contains(" result=wrong action=keep notice=failed cause=");
    }

    @Test
    void aScriptThatIsTooDeepLeavesTheMailInTheInboxAndTheOthersUnaffected() throws Exception {
        scripts.put(ALICE, TOO_DEEP).put(BOB, FILE);
        FakeMail mail = mail(ALICE, BOB);

        mailet(context).service(mail);

        assertThat(recipients(mail)).containsExactly(ALICE, BOB);
        assertThat(folder(mail, BOB)).isEqualTo("/Lists/James");
        assertThat(logged())
                .first()
                .isEqualTo("WARN mail=m1 to=<alice@example.test> check=sieve result=failed action=keep notice=none"
                        + " cause=java.lang.StackOverflowError");
        assertThat(context.getSentMails()).isEmpty();
    }

    @Test
    void aScriptThatFailsUnforeseenLeavesTheMailInTheInboxAndTheOthersUnaffected() throws Exception {
        scripts.put(ALICE, "if header :is \"X-Odd\" \"1\" { discard; } " + REDIRECT)
                .put(BOB, FILE);
        MimeMessage odd =
                new MimeMessage(Messages.session(), new ByteArrayInputStream(Messages.bytes("X-Odd: 1\r\n" + TEXT))) {
                    @Override
                    public String[] getHeader(String name) throws MessagingException {
                        if ("X-Odd".equals(name)) {
                            throw new IllegalStateException("odd");
                        }
                        return super.getHeader(name);
                    }
                };
        FakeMail mail = mail(odd, ALICE, BOB);

        mailet(context).service(mail);

        assertThat(recipients(mail)).containsExactly(ALICE, BOB);
        assertThat(folder(mail, BOB)).isEqualTo("/Lists/James");
        assertThat(context.getSentMails()).isEmpty();
        assertThat(logged())
                .first()
                .asString()
                .endsWith("result=failed action=keep notice=none cause=java.lang.IllegalStateException: odd");
    }

    @Test
    void anActionThatFailsUndoesTheOthers() throws Exception {
        scripts.put(ALICE, FILE + " discard; redirect \"no address\";");
        FakeMail mail = mail(ALICE, BOB);

        mailet(context).service(mail);

        assertThat(recipients(mail)).containsExactly(ALICE, BOB);
        assertThat(folder(mail, ALICE)).isEqualTo("none");
        assertThat(logged()).singleElement().asString().contains(" result=wrong action=keep notice=sent ");
    }

    @Test
    void whoRedirectsToSeveralAddressesAndKeepsNothingLeavesTheMail() throws Exception {
        scripts.put(ALICE, REDIRECT + "redirect \"other@outside.test\";");
        FakeMail mail = mail(ALICE, BOB);

        mailet(context).service(mail);

        assertThat(recipients(mail)).containsExactly(BOB);
        assertThat(context.getSentMails())
                .extracting(sent -> sent.getRecipients().iterator().next().asString())
                .containsExactly("away@outside.test", "other@outside.test");
        assertThat(mail.attributeNames()).isEmpty();
        assertThat(logged()).singleElement().asString().endsWith(" result=done actions=redirect,redirect");
    }

    @ParameterizedTest
    @ValueSource(strings = {REDIRECT + "keep;", "keep; " + REDIRECT, "discard; keep;"})
    void whoKeepsTheMailHasIt(String script) throws Exception {
        scripts.put(ALICE, script);
        FakeMail mail = mail(ALICE);

        mailet(context).service(mail);

        assertThat(recipients(mail)).containsExactly(ALICE);
        assertThat(folder(mail, ALICE)).isEqualTo("/INBOX");
        assertThat(context.getSentMails()).hasSize(script.contains(REDIRECT) ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"discard;", "require \"reject\"; reject \"no\";"})
    void whoDiscardsOrRejectsTheMailLeavesIt(String script) throws Exception {
        scripts.put(ALICE, script);
        FakeMail mail = mail(ALICE, BOB);

        mailet(context).service(mail);

        assertThat(recipients(mail)).containsExactly(BOB);
        assertThat(context.getSentMails()).hasSize(script.contains("reject") ? 1 : 0);
    }

    @Test
    void whatTheSpoolDoesNotTakeIsSentWhenItDoes() throws Exception {
        scripts.put(ALICE, FILE + REDIRECT).put(BOB, FILE);
        FakeMail mail = mail(ALICE, BOB);

        assertThatThrownBy(() -> mailet(fullSpool()).service(mail))
                .isInstanceOf(MessagingException.class)
                .hasMessage("the spool does not take what a Sieve script sends")
                .hasStackTraceContaining("disk full");

        assertThat(recipients(mail)).containsExactly(ALICE, BOB);
        assertThat(folder(mail, ALICE)).isEqualTo("none");
        assertThat(folder(mail, BOB)).isEqualTo("/Lists/James");

        mailet(context).service(mail);
        assertThat(context.getSentMails()).hasSize(1);
        assertThat(folder(mail, ALICE)).isEqualTo("/Lists/James");
    }

    @Test
    void aScriptSeesTheEnvelopeOfItsOwner() throws Exception {
        scripts.put(BOB, "require \"envelope\"; if envelope \"to\" \"bob@example.test\" { discard; }");
        FakeMail mail = mail(ALICE, BOB);

        mailet(context).service(mail);

        assertThat(recipients(mail)).containsExactly(ALICE);
    }

    @Test
    void aVacationIsToldToASenderAndNotToTheNullSender() throws Exception {
        scripts.put(ALICE, "require [\"vacation\", \"fileinto\"]; vacation \"away\"; fileinto \"Later\";");
        FakeMail bounce = FakeMail.builder()
                .name("m2")
                .sender(MailAddress.nullSender())
                .recipient(ALICE)
                .mimeMessage(Messages.message(TEXT))
                .build();

        mailet(context).service(bounce);
        assertThat(context.getSentMails()).isEmpty();
        assertThat(folder(bounce, ALICE)).isEqualTo("/Later");

        mailet(context).service(mail(ALICE));
        assertThat(context.getSentMails()).hasSize(1);
    }

    @Test
    void refusesAParameterItDoesNotKnow() {
        assertThatThrownBy(() -> new FilterBySieve(scripts)
                        .init(FakeMailetConfig.builder()
                                .mailetName("FilterBySieve")
                                .setProperty("folder", "INBOX")
                                .build()))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("[folder]");
    }

    private FilterBySieve mailet(MailetContext spool) throws MessagingException {
        FilterBySieve mailet = new FilterBySieve(scripts);
        mailet.init(FakeMailetConfig.builder()
                .mailetName("FilterBySieve")
                .mailetContext(spool)
                .build());
        return mailet;
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

    private List<String> logged() {
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    private static List<String> recipients(FakeMail mail) {
        return mail.getRecipients().stream().map(MailAddress::asString).toList();
    }

    private static String folder(FakeMail mail, String user) {
        return StorageDirective.fromMail(Username.of(user), mail)
                .getTargetFolder()
                .orElse("none");
    }

    private static FakeMail mail(String... recipients) throws MessagingException {
        return mail(Messages.message(TEXT), recipients);
    }

    private static FakeMail mail(MimeMessage message, String... recipients) throws MessagingException {
        return FakeMail.builder()
                .name("m1")
                .sender("x@outside.test")
                .recipients(recipients)
                .state("store")
                .mimeMessage(message)
                .build();
    }
}

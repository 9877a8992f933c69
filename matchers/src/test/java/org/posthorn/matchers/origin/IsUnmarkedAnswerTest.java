// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;

class IsUnmarkedAnswerTest {

    private static final AttributeName BEFORE_RETRY = AttributeName.of("org.posthorn.retry.made-here");

    @Test
    void aClientsMailIsNoAnswer() throws Exception {
        assertThat(Mails.started(new IsUnmarkedAnswer()).match(Mails.mail("m1", Mails.message())))
                .isEmpty();
    }

    @Test
    void whatThisServerHasMadeIsAnAnswer() throws Exception {
        FakeMail mail = Mails.mail("m1", Mails.message());
        mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);

        assertThat(Mails.started(new IsUnmarkedAnswer()).match(mail)).isEqualTo(mail.getRecipients());
    }

    @Test
    void anAnswerThatSaysThatAMachineWroteItIsLeftAlone() throws Exception {
        FakeMail mail = Mails.mail("m1", Mails.message().addHeader("Auto-Submitted", "auto-replied"));
        mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);

        assertThat(Mails.started(new IsUnmarkedAnswer()).match(mail)).isEmpty();
    }

    @Test
    void aRedirectedMailIsItsWritersAndNoAnswer() throws Exception {
        FakeMail mail = Mails.mail("redirect-m1", Mails.message());
        mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);

        assertThat(Mails.started(new IsUnmarkedAnswer()).match(mail)).isEmpty();
    }

    @Test
    void aClientsMailThatHadToWaitIsNoAnswer() throws Exception {
        FakeMail mail = Mails.mail("m1", Mails.message());
        mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
        mail.setAttribute(new Attribute(BEFORE_RETRY, AttributeValue.of(false)));

        assertThat(Mails.started(new IsUnmarkedAnswer()).match(mail)).isEmpty();
    }

    @Test
    void aConditionIsRefused() {
        FakeMatcherConfig config = FakeMatcherConfig.builder()
                .matcherName("matcher")
                .condition("25")
                .build();

        assertThatThrownBy(() -> new IsUnmarkedAnswer().init(config)).isInstanceOf(MessagingException.class);
    }
}

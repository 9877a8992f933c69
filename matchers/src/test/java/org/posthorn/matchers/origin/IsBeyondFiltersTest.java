// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;

class IsBeyondFiltersTest {

    private static final AttributeName BEFORE_RETRY = AttributeName.of("org.posthorn.retry.made-here");

    @Test
    void aClientsMailIsFiltered() throws Exception {
        assertThat(Mails.started(new IsBeyondFilters()).match(Mails.mail("m1", Mails.message())))
                .isEmpty();
    }

    @Test
    void whatThisServerHasMadeIsBeyondFilters() throws Exception {
        FakeMail mail = Mails.mail("redirect-m1", Mails.message());
        mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);

        assertThat(Mails.started(new IsBeyondFilters()).match(mail)).isEqualTo(mail.getRecipients());
    }

    @Test
    void aClientsMailThatHadToWaitIsStillAClients() throws Exception {
        FakeMail mail = Mails.mail("m1", Mails.message());
        mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
        mail.setAttribute(new Attribute(BEFORE_RETRY, AttributeValue.of(false)));

        assertThat(Mails.started(new IsBeyondFilters()).match(mail)).isEmpty();
    }

    @Test
    void aMailThatHasPassedMoreThan25ServersIsBeyondFilters() throws Exception {
        MimeMessage message = Mails.message().build();
        for (int hop = 0; hop < 25; hop++) {
            message.addHeader("Received", "from a by b; Mon, 23 Nov 2026 12:00:00 +0000");
        }
        assertThat(Mails.started(new IsBeyondFilters()).match(Mails.mail("m1", message)))
                .isEmpty();

        message.addHeader("Received", "from a by b; Mon, 23 Nov 2026 12:00:00 +0000");
        assertThat(Mails.started(new IsBeyondFilters()).match(Mails.mail("m1", message)))
                .isNotEmpty();
    }

    @Test
    void aConditionIsRefused() {
        FakeMatcherConfig config = FakeMatcherConfig.builder()
                .matcherName("matcher")
                .condition("25")
                .build();

        assertThatThrownBy(() -> new IsBeyondFilters().init(config)).isInstanceOf(MessagingException.class);
    }
}

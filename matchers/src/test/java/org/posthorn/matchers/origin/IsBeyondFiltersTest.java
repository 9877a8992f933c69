// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;

class IsBeyondFiltersTest {

    private static final AttributeName BEFORE_RETRY = AttributeName.of("org.posthorn.retry.made-here");

    @Test
    void aClientsMailIsFiltered() throws Exception {
        assertThat(started(new IsBeyondFilters()).match(mail("m1", message()))).isEmpty();
    }

    @Test
    void whatThisServerHasMadeIsBeyondFilters() throws Exception {
        FakeMail mail = mail("redirect-m1", message());
        mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);

        assertThat(started(new IsBeyondFilters()).match(mail)).isEqualTo(mail.getRecipients());
    }

    @Test
    void aClientsMailThatHadToWaitIsStillAClients() throws Exception {
        FakeMail mail = mail("m1", message());
        mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
        mail.setAttribute(new Attribute(BEFORE_RETRY, AttributeValue.of(false)));

        assertThat(started(new IsBeyondFilters()).match(mail)).isEmpty();
    }

    @Test
    void aMailThatHasPassedMoreThan25ServersIsBeyondFilters() throws Exception {
        MimeMessage message = message().build();
        for (int hop = 0; hop < 25; hop++) {
            message.addHeader("Received", "from a by b; Mon, 23 Nov 2026 12:00:00 +0000");
        }
        assertThat(started(new IsBeyondFilters()).match(mail("m1", message))).isEmpty();

        message.addHeader("Received", "from a by b; Mon, 23 Nov 2026 12:00:00 +0000");
        assertThat(started(new IsBeyondFilters()).match(mail("m1", message))).isNotEmpty();
    }

    @Test
    void aConditionIsRefused() {
        FakeMatcherConfig config = FakeMatcherConfig.builder()
                .matcherName("matcher")
                .condition("25")
                .build();

        assertThatThrownBy(() -> new IsBeyondFilters().init(config)).isInstanceOf(MessagingException.class);
    }

    private static GenericMatcher started(GenericMatcher matcher) throws MessagingException {
        matcher.init(FakeMatcherConfig.builder().matcherName("matcher").build());
        return matcher;
    }

    private static MimeMessageBuilder message() {
        return MimeMessageBuilder.mimeMessageBuilder().setSubject("hello");
    }

    private static FakeMail mail(String name, MimeMessageBuilder message) throws MessagingException {
        return mail(name, message.build());
    }

    private static FakeMail mail(String name, MimeMessage message) throws MessagingException {
        return FakeMail.builder()
                .name(name)
                .sender("x@outside.test")
                .recipient("alice@example.test")
                .mimeMessage(message)
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.MailboxSpace;

class MailboxIsFullTest {

    private final List<String> asked = new ArrayList<>();
    private final MailboxSpace space = (mailboxes, bytes) -> {
        asked.add(bytes + " " + String.join(",", mailboxes));
        return Set.of("full@example.test");
    };

    @Test
    void matchesThoseWhoseMailboxIsFull() throws Exception {
        assertThat(matcher(space).match(mail("a@example.test", "Full@Example.test")))
                .containsExactly(new MailAddress("Full@Example.test"));
        assertThat(matcher(space).match(mail("a@example.test"))).isEmpty();
    }

    @Test
    void asksForAllRecipientsTogetherWithTheMailsSize() throws Exception {
        matcher(space).match(mail("a@example.test", "b@example.test"));

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0)).startsWith("1234 ").contains("a@example.test").contains("b@example.test");
    }

    @Test
    void failsAsAWholeWhenTheDatabaseDoesNotAnswer() throws Exception {
        MailboxIsFull matcher = matcher((mailboxes, bytes) -> {
            throw new AccountsUnavailableException("down", new IllegalStateException());
        });
        FakeMail mail = mail("a@example.test");

        assertThatThrownBy(() -> matcher.match(mail)).isInstanceOf(MessagingException.class);
    }

    @Test
    void refusesACondition() {
        FakeMatcherConfig config = FakeMatcherConfig.builder()
                .matcherName("MailboxIsFull")
                .condition("90")
                .build();

        assertThatThrownBy(() -> new MailboxIsFull(space).init(config))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("no condition");
    }

    private static MailboxIsFull matcher(MailboxSpace space) throws MessagingException {
        MailboxIsFull matcher = new MailboxIsFull(space);
        matcher.init(FakeMatcherConfig.builder().matcherName("MailboxIsFull").build());
        return matcher;
    }

    private static FakeMail mail(String... recipients) throws MessagingException {
        return FakeMail.builder()
                .name("m1")
                .sender("x@outside.test")
                .recipients(recipients)
                .size(1234)
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Mailbox;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.postfixadmin.Service;

class RecipientIsForeignTest {

    private final Domains accounts = new Domains();

    @Test
    void matchesRecipientsOfForeignAndOfRelayedDomainsOnly() throws Exception {
        assertThat(matcher().match(mail("a@example.test", "b@outside.test", "c@relay.test")))
                .containsExactly(new MailAddress("b@outside.test"), new MailAddress("c@relay.test"));
    }

    @Test
    void asksOncePerDomain() throws Exception {
        matcher().match(mail("a@example.test", "b@example.test", "c@outside.test"));

        assertThat(accounts.asked).containsExactlyInAnyOrder("example.test", "outside.test");
    }

    @Test
    void failsAsAWholeWhenTheDatabaseDoesNotAnswer() throws Exception {
        accounts.down = true;
        RecipientIsForeign matcher = matcher();
        FakeMail mail = mail("a@example.test");

        assertThatThrownBy(() -> matcher.match(mail)).isInstanceOf(MessagingException.class);
    }

    @Test
    void refusesACondition() {
        FakeMatcherConfig config = FakeMatcherConfig.builder()
                .matcherName("RecipientIsForeign")
                .condition("example.test")
                .build();

        assertThatThrownBy(() -> new RecipientIsForeign(accounts).init(config))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("no condition");
    }

    private RecipientIsForeign matcher() throws MessagingException {
        RecipientIsForeign matcher = new RecipientIsForeign(accounts);
        matcher.init(
                FakeMatcherConfig.builder().matcherName("RecipientIsForeign").build());
        return matcher;
    }

    private static FakeMail mail(String... recipients) throws MessagingException {
        return FakeMail.builder()
                .name("m1")
                .sender("x@outside.test")
                .recipients(recipients)
                .build();
    }

    private static final class Domains implements Accounts {
        private final List<String> asked = new ArrayList<>();
        private boolean down;

        @Override
        public DomainKind domain(String name) {
            if (down) {
                throw new AccountsUnavailableException("down", new IllegalStateException());
            }
            asked.add(name);
            return switch (name) {
                case "example.test" -> DomainKind.LOCAL;
                case "relay.test" -> DomainKind.RELAY;
                default -> DomainKind.FOREIGN;
            };
        }

        @Override
        public Resolution resolve(String address) {
            throw new AssertionError("not asked");
        }

        @Override
        public Optional<Mailbox> mailbox(String username) {
            throw new AssertionError("not asked");
        }

        @Override
        public Authentication authenticate(String username, String password, Service service) {
            throw new AssertionError("not asked");
        }

        @Override
        public boolean maySendAs(String username, String sender) {
            throw new AssertionError("not asked");
        }
    }
}

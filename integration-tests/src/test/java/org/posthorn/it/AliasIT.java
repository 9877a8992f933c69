// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.posthorn.testing.SmtpSink;

/** Mail goes where PostfixAdmin's aliases lead. */
class AliasIT {

    private final Stack stack = Stack.shared();

    @Test
    void anAliasReachesAllItsTargets() {
        String word = Smtp.word();
        Smtp.deliver(stack, "sales@example.test", word);

        awaitOnce("alice@example.test", word);
        awaitOnce("bob@example.test", word);
    }

    @Test
    void anAliasDomainReachesTheTargetDomainsMailboxesAndAliases() {
        String mailbox = Smtp.word();
        String alias = Smtp.word();
        Smtp.deliver(stack, "alice@alias.test", mailbox);
        Smtp.deliver(stack, "sales@alias.test", alias);

        awaitOnce("alice@example.test", mailbox);
        awaitOnce("bob@example.test", alias);
    }

    @Test
    void theCatchAllGetsWhatNobodyElseGets() {
        String caught = Smtp.word();
        String own = Smtp.word();
        Smtp.deliver(stack, "whoever@second.test", caught);
        Smtp.deliver(stack, "erin@second.test", own);

        awaitOnce("bob@example.test", caught);
        awaitOnce("erin@second.test", own);
    }

    @Test
    void anAliasToAnotherServerLeavesUnderTheSendersName() {
        String word = Smtp.word();
        Smtp.deliver(stack, "away@example.test", word);

        SmtpSink.Received forwarded = stack.awaitSent(word);
        assertThat(forwarded.recipients()).containsExactly("away@outside.test");
        assertThat(forwarded.from()).isEqualTo("x@outside.test");
    }

    @Test
    void keepAndForwardDoesBoth() {
        String word = Smtp.word();
        Smtp.deliver(stack, "both@example.test", word);

        awaitOnce("bob@example.test", word);
        assertThat(stack.awaitSent(word).recipients()).containsExactly("both@outside.test");
    }

    @Test
    void theVacationMarkIsNeverSentTo() {
        String word = Smtp.word();
        Smtp.deliver(stack, "holiday@example.test", word);

        awaitOnce("bob@example.test", word);
        assertThat(stack.sent()).noneMatch(mail -> mail.recipients().toString().contains("autoreply"));
    }

    private void awaitOnce(String user, String word) {
        try (Imap mailbox = Imap.login(stack, user)) {
            mailbox.await("INBOX", word);
            assertThat(mailbox.count("INBOX", word)).isEqualTo(1);
        }
    }
}

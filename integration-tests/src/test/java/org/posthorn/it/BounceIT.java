// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.posthorn.testing.SmtpSink;

/** Who sent what cannot be delivered is told, and nobody else. */
class BounceIT {

    private final Stack stack = Stack.shared();

    @Test
    void theSenderOfAMailForAFullMailboxIsTold() {
        String word = Smtp.word();
        try (Session client = Smtp.user(stack, "alice@example.test")) {
            client.ask("MAIL FROM:<alice@example.test>");
            assertThat(client.ask("RCPT TO:<carol@example.test>")).startsWith("250 2.1.5 ");
            assertThat(Smtp.data(client, Smtp.mail(word) + "0123456789abcdef\r\n".repeat(70_000)))
                    .startsWith("250 2.0.0 ");
        }

        try (Imap alice = Imap.login(stack, "alice@example.test")) {
            String notice = alice.await("INBOX", "\"Undelivered Mail Returned to Sender\"");
            assertThat(notice)
                    .contains("From: Mail Delivery System <MAILER-DAEMON@mail.example.test>")
                    .contains("Auto-Submitted: auto-replied")
                    .contains("report-type=delivery-status")
                    .contains("Reporting-MTA: dns; mail.example.test")
                    .contains("Final-Recipient: rfc822; carol@example.test", "Action: failed", "Status: 5.2.2")
                    .contains("Subject: " + word)
                    .doesNotContain("0123456789abcdef");
        }
    }

    @Test
    void aMailWithoutASenderBringsNoNotice() {
        String word = Smtp.word();
        try (Session client = Smtp.stranger(stack)) {
            client.ask("MAIL FROM:<>");
            client.ask("RCPT TO:<carol@example.test>");
            assertThat(Smtp.data(client, Smtp.mail(word) + "0123456789abcdef\r\n".repeat(70_000)))
                    .startsWith("250 2.0.0 ");
        }
        String after = Smtp.word();
        Smtp.deliver(stack, "away@example.test", after);
        stack.awaitSent(after);

        assertThat(stack.sent()).extracting(SmtpSink.Received::content).noneMatch(mail -> mail.contains(word));
        assertThat(stack.posthorn().log()).contains("reason=null-sender");
    }
}

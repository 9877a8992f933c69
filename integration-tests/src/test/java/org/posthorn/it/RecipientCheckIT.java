// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No mail is taken for somebody who is not there. */
class RecipientCheckIT {

    private final Stack stack = Stack.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody@example.test",
                "nobody+tag@example.test",
                "nobody@alias.test",
                "dave@example.test",
                "dave@alias.test",
                "off@example.test"
            })
    void unknownAndInactiveRecipientsAreRefusedAlike(String recipient) {
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<" + recipient + ">"))
                    .startsWith("550 5.1.1 ")
                    .contains("User unknown");
        }
    }

    @Test
    void aMailForAKnownAndAnUnknownRecipientGoesToTheKnownOne() {
        String word = Smtp.word();
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<nobody@example.test>")).startsWith("550 5.1.1 ");
            assertThat(client.ask("RCPT TO:<alice@example.test>")).startsWith("250 2.1.5 ");
            assertThat(Smtp.data(client, Smtp.mail(word))).startsWith("250 2.0.0 ");
        }

        try (Imap alice = Imap.login(stack, "alice@example.test")) {
            alice.await("INBOX", word);
        }
    }

    @Test
    void anInactiveDomainIsNotOurs() {
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<frank@closed.test>")).startsWith("554 5.7.1 ");
        }
    }

    @Test
    void aliasesInACircleAreRefusedForGood() {
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<round@example.test>")).startsWith("550 5.4.6 ");
        }
    }

    @Test
    void anAddressWithoutADomainIsRefused() {
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<alice>")).startsWith("504 5.5.2 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"' OR 1=1 -- \"@example.test",
                "alice@example.test' OR '1'='1",
                "\"\"@example.test",
                "a\u0001b@example.test",
                "%@example.test",
                "_____@example.test"
            })
    void hostileAddressesAreRefusedAndTheSessionGoesOn(String recipient) {
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<" + recipient + ">")).startsWith("5");
            assertThat(client.ask("RCPT TO:<alice@example.test>")).startsWith("250 2.1.5 ");
        }
    }
}

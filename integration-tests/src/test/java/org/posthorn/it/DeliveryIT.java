// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.PosthornServer.Port;

/** A mail that was accepted is read over IMAP and POP3 as it was sent. */
class DeliveryIT {

    private final Stack stack = Stack.shared();

    @Test
    void aMailFromAStrangerIsReadOverImap() {
        String word = Smtp.word();
        Smtp.deliver(stack, "alice@example.test", word);

        try (Imap alice = Imap.login(stack, "alice@example.test")) {
            assertThat(alice.await("INBOX", word))
                    .contains(
                            "Subject: " + word,
                            "Hello.",
                            "Return-Path: <x@outside.test>",
                            "Delivered-To: alice@example.test");
        }
    }

    @Test
    void aMailIsReadOverPop3() {
        String word = Smtp.word();
        Smtp.deliver(stack, "erin@second.test", word);
        try (Imap erin = Imap.login(stack, "erin@second.test")) {
            erin.await("INBOX", word);
        }

        try (Session pop3 = Session.tls(stack.port(Port.POP3S))) {
            assertThat(pop3.readLine()).startsWith("+OK");
            assertThat(pop3.send("USER erin@second.test").readLine()).startsWith("+OK");
            assertThat(pop3.send("PASS " + Stack.PASSWORD).readLine()).startsWith("+OK");
            String newest = pop3.send("STAT").readLine().split(" ", -1)[1];
            pop3.send("TOP " + newest + " 10").readLine();
            assertThat(pop3.readUntil(".")).contains("Subject: " + word);
        }
    }

    @Test
    void eightBitTextAndVeryLongLinesArriveAsTheyWereSent() {
        String word = Smtp.word();
        String longLine = "x".repeat(100_000);
        String body = "gr\u00fc\u00dfe\r\n..two dots\r\n" + longLine + "\r\n";
        try (Session client = Smtp.withSender(stack)) {
            client.ask("RCPT TO:<bob@example.test>");
            String answer = Smtp.data(client, "Subject: " + word + "\r\n\r\n" + body);
            assertThat(answer).startsWith("250 2.0.0");
        }

        try (Imap bob = Imap.login(stack, "bob@example.test")) {
            assertThat(bob.await("INBOX", word)).contains("gr\u00fc\u00dfe\n.two dots\n" + longLine);
        }
    }

    @Test
    void aMailWithBareLineFeedsIsNormalisedAndIsOneMail() {
        String word = Smtp.word();
        try (Session client = Smtp.withSender(stack)) {
            client.ask("RCPT TO:<bob@example.test>");
            client.ask("DATA");
            client.sendRaw("Subject: " + word + "\n\nfirst\n.\nMAIL FROM:<evil@outside.test>\n.\r\nlast\n");
            assertThat(client.sendRaw("\r\n.\r\n").reply()).startsWith("250 2.0.0");
            assertThat(client.ask("NOOP")).startsWith("250");
        }

        try (Imap bob = Imap.login(stack, "bob@example.test")) {
            assertThat(bob.await("INBOX", word)).contains("MAIL FROM:<evil@outside.test>", "last");
            assertThat(bob.count("INBOX", word)).isEqualTo(1);
        }
    }

    @Test
    void aSubaddressAndAnUpperCaseAddressReachTheMailbox() {
        List<String> words = List.of(Smtp.word(), Smtp.word());
        Smtp.deliver(stack, "alice+shopping@example.test", words.get(0));
        Smtp.deliver(stack, "ALICE@Example.Test", words.get(1));

        try (Imap alice = Imap.login(stack, "alice@example.test")) {
            words.forEach(word -> alice.await("INBOX", word));
        }
    }

    @Test
    void aMailboxHasTheFoldersThatClientsExpect() {
        try (Imap alice = Imap.login(stack, "alice@example.test")) {
            assertThat(String.join("\n", alice.command("LIST \"\" \"*\"")))
                    .contains("INBOX", "Drafts", "Sent", "Junk", "Trash");
        }
    }
}

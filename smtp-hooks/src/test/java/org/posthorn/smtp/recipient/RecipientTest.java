// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.TestServer;
import org.posthorn.smtp.testing.WithServer;

class RecipientTest extends WithServer {

    private String recipient(String path) throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0 Ok");
            return client.send("RCPT TO:" + path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.test",
                "ALICE@EXAMPLE.TEST",
                "sales@example.test",
                "\"alice\"@example.test",
                "anybody@relayed.test"
            })
    void takesWhatLeadsSomewhere(String address) throws Exception {
        assertThat(recipient("<" + address + ">")).isEqualTo("250 2.1.5 Ok");
    }

    @Test
    void refusesUnknownAndInactiveUsersWithTheSameWords() throws Exception {
        String unknown = recipient("<nobody@example.test>");
        assertThat(unknown).startsWith("550 5.1.1 <nobody@example.test>: Recipient address rejected: User unknown");
        assertThat(recipient("<dave@example.test>")).isEqualTo(unknown.replace("nobody", "dave"));
    }

    @Test
    void refusesAliasesThatLeadInACircle() throws Exception {
        assertThat(recipient("<loop@example.test>")).startsWith("550 5.4.6 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y@elsewhere.test",
                "y%outside.test@example.test",
                "@example.test:y@outside.test",
                "@example.test:alice@example.test",
                "\"y@outside.test\"@example.test",
                "\"someone@outside.test\"@example.test",
                "y@outside.test@example.test",
                "outside.test!y@example.test",
                "outside.test!y",
                "y%outside.test",
                "alice@[127.0.0.1]",
                "y%outside.test@relayed.test"
            })
    void deniesRelayingInEveryForm(String address) throws Exception {
        assertThat(recipient("<" + address + ">")).isEqualTo("554 5.7.1 <" + address + ">: Relay access denied");
    }

    @Test
    void quotesMakeNoDifferenceToAnAddressThatLeadsElsewhere() throws Exception {
        assertThat(recipient("<\"y%outside.test\"@example.test>")).startsWith("554 5.7.1 ");
        assertThat(recipient("<\"outside.test!y\"@example.test>")).startsWith("554 5.7.1 ");
    }

    @Test
    void deniesRelayingToALocalSender() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<alice@example.test>", "250 2.1.0");
            client.expect("RCPT TO:<y@elsewhere.test>", "554 5.7.1 <y@elsewhere.test>: Relay access denied");
        }
    }

    @Test
    void completesNoName() throws Exception {
        assertThat(recipient("<alice>"))
                .isEqualTo("504 5.5.2 <alice>: Recipient address rejected: need fully-qualified address");
        assertThat(recipient("<root@localhost>")).startsWith("504 5.5.2 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.test",
                "<>",
                "<alice@>",
                "<al ice@example.test>",
                "Joe <alice@example.test>",
                "<alice@exa_mple.test>",
                "<\u00e4@example.test>",
                "<' OR 1=1 --@example.test>"
            })
    void refusesWhatIsNoAddress(String path) throws Exception {
        assertThat(recipient(path)).isEqualTo("501 5.1.3 Bad recipient address syntax");
    }

    @Test
    void knowsNoOptions() throws Exception {
        assertThat(recipient("<alice@example.test> NOTIFY=NEVER"))
                .isEqualTo("555 5.5.4 Unsupported option: NOTIFY=NEVER");
    }

    @Test
    void takesThePostmasterWithoutADomain() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<>", "250 2.1.0");
            client.expect("RCPT TO:<Postmaster>", "250 2.1.5");
            client.expect("DATA", "354");
            client.expect("a: b\r\n\r\n.", "250 2.0.0");
        }
        assertThat(server.spool.mail().recipients()).containsExactly("postmaster@example.test");
        assertThat(server.spool.mail().sender()).isEmpty();
    }

    @Test
    void deliversToTheKnownAmongUnknownRecipients() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0");
            client.expect("RCPT TO:<nobody@example.test>", "550 5.1.1");
            client.expect("RCPT TO:<bob@example.test>", "250 2.1.5");
            client.expect("RCPT TO:<BOB@example.test>", "250 2.1.5");
            client.expect("DATA", "354");
            client.expect("a: b\r\n\r\n.", "250 2.0.0");
        }
        assertThat(server.spool.mail().recipients()).containsExactly("bob@example.test");
    }

    @Test
    void takesAThousandRecipientsAndNotOneMore() throws Exception {
        StringBuilder commands = new StringBuilder("EHLO client.outside.test\r\nMAIL FROM:<x@outside.test>\r\n");
        for (int i = 0; i <= 1_000; i++) {
            server.accounts.add("user" + i + "@example.test");
            commands.append("RCPT TO:<user").append(i).append("@example.test>\r\n");
        }
        try (SmtpClient client = server.smtp()) {
            client.raw(commands.toString());
            client.expectReply("250-");
            client.expectReply("250 2.1.0");
            for (int i = 0; i < 1_000; i++) {
                client.expectReply("250 2.1.5");
            }
            client.expectReply("452 4.5.3 Error: too many recipients");
            client.expect("DATA", "354");
            client.expect("a: b\r\n\r\n.", "250 2.0.0");
        }
        assertThat(server.spool.mail().recipients()).hasSize(1_000);
    }

    @Test
    void asksTheDatabaseTwiceForEachRecipientAndNeverAboutRelayTricks() throws Exception {
        int before = server.accounts.questions().size();
        recipient("<alice@example.test>");
        recipient("<y%outside.test@example.test>");
        assertThat(server.accounts.questions()).hasSize(before + 2);
    }

    @Test
    void relaysForANetworkThatMay() throws Exception {
        try (TestServer open = new TestServer("<authorizedAddresses>127.0.0.0/8</authorizedAddresses>");
                SmtpClient client = open.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0");
            client.expect("RCPT TO:<y@elsewhere.test>", "250 2.1.5");
            client.expect("RCPT TO:<nobody@example.test>", "550 5.1.1");
            client.expect("RCPT TO:<y%outside.test@example.test>", "554 5.7.1");
        }
    }

    @Test
    void treatsLoopbackAsAStrangerWhenNoNetworkIsNamed() throws Exception {
        try (TestServer closed = new TestServer("<authorizedAddresses></authorizedAddresses>");
                SmtpClient client = closed.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0");
            client.expect("RCPT TO:<y@elsewhere.test>", "554 5.7.1");
        }
    }

    @Test
    void saysLaterWhenSomethingUnforeseenHappensAndGoesOn() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0");
            client.expect("RCPT TO:<bug@example.test>", "451 4.3.0 Error: internal error, try again later");
            client.expect("RCPT TO:<alice@example.test>", "250 2.1.5");
        }
    }

    @Test
    void saysLaterWhileTheDatabaseIsDownAndRecoversInTheSameSession() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0");
            server.accounts.down(true);
            client.expect("RCPT TO:<alice@example.test>", "451 4.3.0 <alice@example.test>: Temporary lookup failure");
            client.expect("RCPT TO:<nobody@example.test>", "451 4.3.0 ");
            client.expect("RCPT TO:<postmaster>", "451 4.3.0 ");
            server.accounts.down(false);
            client.expect("RCPT TO:<alice@example.test>", "250 2.1.5");
            client.expect("RCPT TO:<nobody@example.test>", "550 5.1.1");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Resolution.Target;
import org.posthorn.smtp.testing.FakeAccounts;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.TestServer;
import org.posthorn.smtp.testing.WithServer;

class FullMailboxTest extends WithServer {

    private static final String TEXT = ">: Recipient address rejected: Quota exceeded (mailbox for user is full)";
    private static final Target ALICE = new Target("alice@example.test", DomainKind.LOCAL);
    private static final Target BOB = new Target("bob@example.test", DomainKind.LOCAL);

    @BeforeEach
    void forget() {
        server.accounts.forget();
    }

    @Test
    void aFullMailboxRefusesAtOnceWithoutADeclaredSize() throws Exception {
        server.accounts.room("alice@example.test", 0);

        assertThat(recipient("", "alice@example.test")).isEqualTo("552 5.2.2 <alice@example.test" + TEXT);
        assertThat(recipient("", "bob@example.test")).startsWith("250 2.1.5");
    }

    @Test
    void theDeclaredSizeIsCounted() throws Exception {
        server.accounts.room("alice@example.test", 1000);

        assertThat(recipient(" SIZE=1001", "alice@example.test")).startsWith("552 5.2.2 <alice@example.test>: ");
        assertThat(recipient(" SIZE=1000", "alice@example.test")).startsWith("250 2.1.5");
        assertThat(recipient("", "alice@example.test")).startsWith("250 2.1.5");
        assertThat(recipient(" SIZE=0", "alice@example.test")).startsWith("250 2.1.5");
    }

    @Test
    void theSizeOfOneMailIsNotThatOfTheNext() throws Exception {
        server.accounts.room("alice@example.test", 1000);
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test> SIZE=5000", "250 2.1.0");
            client.expect("RCPT TO:<alice@example.test>", "552 5.2.2");
            client.expect("RSET", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0");
            client.expect("RCPT TO:<alice@example.test>", "250 2.1.5");
        }
    }

    @Test
    void anAliasIsRefusedOnlyWhenEverythingBehindItIsFull() throws Exception {
        server.accounts.lead("team@example.test", ALICE, BOB);
        server.accounts.room("alice@example.test", 0);
        assertThat(recipient("", "team@example.test")).startsWith("250 2.1.5");

        server.accounts.room("bob@example.test", 0);
        assertThat(recipient("", "team@example.test")).isEqualTo("552 5.2.2 <team@example.test" + TEXT);
    }

    @Test
    void anAliasThatAlsoLeadsElsewhereIsTakenAndNobodyIsAsked() throws Exception {
        server.accounts.room("alice@example.test", 0);
        server.accounts.lead("away@example.test", ALICE, new Target("y@outside.test", DomainKind.FOREIGN));
        server.accounts.lead("relayed@example.test", ALICE, new Target("y@relayed.test", DomainKind.RELAY));

        assertThat(recipient("", "away@example.test")).startsWith("250 2.1.5");
        assertThat(recipient("", "relayed@example.test")).startsWith("250 2.1.5");
        assertThat(server.accounts.questions()).noneMatch(question -> question.startsWith("room"));
    }

    @Test
    void allMailboxesOfAnAliasAreAskedForTogether() throws Exception {
        server.accounts.lead("team@example.test", ALICE, BOB);

        recipient(" SIZE=77", "team@example.test");

        assertThat(server.accounts.questions())
                .anyMatch(question -> question.startsWith("room for 77 in alice@example.test,bob@example.test|"))
                .hasSize(2);
    }

    @Test
    void eachRecipientIsDecidedByItself() throws Exception {
        server.accounts.room("alice@example.test", 0);
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0");
            client.expect("RCPT TO:<alice@example.test>", "552 5.2.2");
            client.expect("RCPT TO:<bob@example.test>", "250 2.1.5");
            client.expect("DATA", "354");
            client.expect("a: b\r\n\r\n.", "250 2.0.0");
        }
        assertThat(server.spool.mail().recipients()).containsExactly("bob@example.test");
    }

    @Test
    void ourOwnUsersAreToldTheSame() throws Exception {
        server.accounts.room("bob@example.test", 10);
        try (SmtpClient client = server.loggedIn(FakeAccounts.ALICE)) {
            client.expect("MAIL FROM:<alice@example.test> SIZE=11", "250 2.1.0");
            client.expect("RCPT TO:<bob@example.test>", "552 5.2.2 <bob@example.test" + TEXT);
        }
    }

    @Test
    void theAdministratorMayPreferLater() throws Exception {
        try (TestServer patient = new TestServer("", FullReply.TEMPORARY);
                SmtpClient client = patient.smtp()) {
            patient.accounts.room("alice@example.test", 0);
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0");
            client.expect("RCPT TO:<alice@example.test>", "452 4.2.2 <alice@example.test" + TEXT);
        }
    }

    @Test
    void noAnswerAboutRoomMeansLater() throws Exception {
        server.accounts.roomUnknown(true);

        assertThat(recipient("", "alice@example.test"))
                .isEqualTo("451 4.3.0 <alice@example.test>: Temporary lookup failure");
    }

    private String recipient(String parameters, String address) throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>" + parameters, "250 2.1.0");
            return client.send("RCPT TO:<" + address + ">");
        }
    }
}

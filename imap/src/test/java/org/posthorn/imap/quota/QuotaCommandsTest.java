// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.QuotaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.LineClient;
import org.posthorn.imap.MailAccessServer;

class QuotaCommandsTest {

    private static final QuotaRoot ALICE =
            QuotaRoot.quotaRoot("#private&alice@example.test", Optional.of(Domain.of("example.test")));
    private static final String MESSAGE = "Subject: x\r\n\r\n" + "y".repeat(1200) + "\r\n";
    private static final String FULL = " NO [OVERQUOTA] Quota exceeded (mailbox for user is full)";

    private MailAccessServer server;
    private LineClient client;

    @BeforeEach
    void start() throws Exception {
        server = MailAccessServer.start();
        server.accounts().with("alice@example.test", "secret").with("bob@example.test", "secret");
        client = LineClient.greeted(server.imapPort());
        assertThat(client.reply("a LOGIN alice@example.test secret")).startsWith("a OK");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void limit(long bytes) throws MailboxException {
        server.limits().setMaxStorage(ALICE, QuotaSizeLimit.size(bytes));
    }

    @Test
    void theCapabilityNamesStorageOnly() {
        assertThat(client.replies("c CAPABILITY").get(0))
                .contains(" QUOTA ", "QUOTA=RES-STORAGE")
                .doesNotContain("RES-MESSAGE");
    }

    @Test
    void aFolderHasTheUsersQuotaInUnitsOf1024Bytes() throws Exception {
        limit(1_024_000);
        assertThat(client.append("b", "INBOX", MESSAGE)).startsWith("b OK");

        assertThat(client.replies("c GETQUOTAROOT INBOX"))
                .containsExactly(
                        "* QUOTAROOT \"INBOX\" \"User quota\"",
                        "* QUOTA \"User quota\" (STORAGE 1 1000)",
                        "c OK GETQUOTAROOT completed.");
        assertThat(client.replies("d GETQUOTA \"User quota\""))
                .containsExactly("* QUOTA \"User quota\" (STORAGE 1 1000)", "d OK GETQUOTA completed.");
    }

    @Test
    void theLimitIsRoundedDown() throws Exception {
        limit(2047);
        assertThat(client.replies("d GETQUOTA \"User quota\"")).contains("* QUOTA \"User quota\" (STORAGE 0 1)");
    }

    @Test
    void numbersOfMessagesAreNotShown() throws Exception {
        server.limits().setMaxMessage(ALICE, QuotaCountLimit.count(3));

        assertThat(client.replies("c GETQUOTAROOT INBOX")).containsExactly("c OK No quota.");
    }

    @Test
    void withoutALimitThereIsNothingToSay() {
        assertThat(client.replies("c GETQUOTAROOT INBOX")).containsExactly("c OK No quota.");
        assertThat(client.replies("d GETQUOTA \"User quota\"")).containsExactly("d OK GETQUOTA completed.");
    }

    @Test
    void nobodySeesAnothersQuota() throws Exception {
        limit(1_024_000);
        try (LineClient bob = LineClient.greeted(server.imapPort())) {
            assertThat(bob.reply("a LOGIN bob@example.test secret")).startsWith("a OK");
            assertThat(bob.replies("b GETQUOTA \"#private&alice@example.test\""))
                    .containsExactly("b NO [NONEXISTENT] Quota root doesn't exist.");
            assertThat(bob.replies("c GETQUOTAROOT \"#user.alice.INBOX\""))
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("c NO"));
            assertThat(bob.replies("d GETQUOTA \"User quota\"")).containsExactly("d OK GETQUOTA completed.");
        }
    }

    @Test
    void aFolderThatIsNotThereHasNoRoot() {
        assertThat(client.reply("c GETQUOTAROOT Nowhere")).startsWith("c NO");
    }

    @Test
    void appendSaysWhenTheMailboxIsFull() throws Exception {
        limit(1000);

        assertThat(client.append("b", "INBOX", MESSAGE)).isEqualTo("b" + FULL);
    }

    @Test
    void copySaysWhenTheMailboxIsFullAndTheSessionGoesOn() throws Exception {
        assertThat(client.append("b", "INBOX", MESSAGE)).startsWith("b OK");
        assertThat(client.reply("c CREATE Copies")).startsWith("c OK");
        limit(1500);
        assertThat(client.reply("d SELECT INBOX")).startsWith("d OK");

        assertThat(client.reply("e COPY 1 Copies")).isEqualTo("e" + FULL);
        assertThat(client.reply("f UID COPY 1:* Copies")).isEqualTo("f" + FULL);
        assertThat(client.reply("g COPY 1 Nowhere")).startsWith("g NO [TRYCREATE]");
        limit(15_000);
        assertThat(client.reply("h COPY 1 Copies")).startsWith("h OK [COPYUID ");
    }

    @Test
    void movingWithinAFullMailboxIsFree() throws Exception {
        assertThat(client.append("b", "INBOX", MESSAGE)).startsWith("b OK");
        assertThat(client.reply("c CREATE Moved")).startsWith("c OK");
        assertThat(client.reply("d SELECT INBOX")).startsWith("d OK");

        assertThat(client.reply("e MOVE 1 Moved")).startsWith("e OK");
    }
}

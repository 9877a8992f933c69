// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.Mailbox;
import org.posthorn.testing.MariaDbFlavour;

/** What the database says about a mailbox. */
class MailboxTest extends PanelTest {

    MailboxTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    @Test
    void theQuotaIsToldInBytesAsStored() {
        panel.user("alice@example.test").user("bob@example.test").user("carol@example.test");
        panel.run("UPDATE mailbox SET quota = 0 WHERE username = 'bob@example.test'");
        panel.run("UPDATE mailbox SET quota = -1 WHERE username = 'carol@example.test'");

        assertThat(accounts.mailbox("alice@example.test")).contains(new Mailbox("alice@example.test", 1_024_000, true));
        assertThat(accounts.mailbox("bob@example.test")).contains(new Mailbox("bob@example.test", 0, true));
        assertThat(accounts.mailbox("carol@example.test")).contains(new Mailbox("carol@example.test", -1, true));
    }

    @Test
    void theNameIsInLowerCase() {
        panel.user("Alice@Example.test");

        assertThat(accounts.mailbox("ALICE@example.TEST")).contains(new Mailbox("alice@example.test", 1_024_000, true));
    }

    @Test
    void aMailboxIsInactiveIfItOrItsDomainIsSwitchedOffOrTheDomainIsMissing() {
        panel.user("alice@example.test").off("mailbox", "username", "alice@example.test");
        panel.domain("off.test")
                .user("bob@off.test")
                .off("domain", "domain", "off.test")
                .user("carol@gone.test");

        assertThat(accounts.mailbox("alice@example.test")).map(Mailbox::active).contains(false);
        assertThat(accounts.mailbox("bob@off.test")).map(Mailbox::active).contains(false);
        assertThat(accounts.mailbox("carol@gone.test")).map(Mailbox::active).contains(false);
    }

    @Test
    void aliasesAreNotFollowed() {
        panel.user("alice@example.test").alias("sales@example.test", "alice@example.test");

        assertThat(accounts.mailbox("sales@example.test")).isEmpty();
        assertThat(accounts.mailbox("alice+x@example.test")).isEmpty();
        assertThat(accounts.mailbox("nobody@example.test")).isEmpty();
        assertThat(accounts.mailbox("no address")).isEmpty();
    }
}

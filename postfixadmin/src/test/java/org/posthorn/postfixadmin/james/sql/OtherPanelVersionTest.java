// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.Domain;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.MariaDbServer;

/** What PostfixAdmin 4 adds, and what an administrator may have left out. */
class OtherPanelVersionTest {

    private static final String VERSION_4 = PanelDatabase.script("postfixadmin-4-additions.sql");

    @Test
    void accountsAreMadeInVersion4AsInVersion3() {
        try (PanelDatabase panel = PanelDatabase.own(MariaDbServer.flavour(), "panel_4", VERSION_4)) {
            panel.domains().add("example.test");
            panel.domains().add("alias.test");
            panel.mailboxes().add("alice@example.test", "hash");
            panel.aliases().add(MappingSource.parse("sales@example.test"), Mapping.alias("alice@example.test"));
            panel.aliases()
                    .add(
                            MappingSource.fromDomain(Domain.of("alias.test")),
                            Mapping.domainAlias(Domain.of("example.test")));
            assertThat(panel.log())
                    .containsExactly(
                            "create_domain example.test",
                            "create_domain alias.test",
                            "create_alias alice@example.test",
                            "create_mailbox alice@example.test",
                            "create_alias sales@example.test",
                            "create_alias_domain alias.test");
            assertThat(panel.column("SELECT smtp_active FROM mailbox")).containsExactly("1");
        }
    }

    @Test
    void anAppPasswordDoesNotOutliveItsMailbox() {
        try (PanelDatabase panel = PanelDatabase.own(MariaDbServer.flavour(), "panel_4", VERSION_4)) {
            panel.withDomains("example.test").withMailboxes("alice@example.test", "bob@example.test");
            for (String name : new String[] {"alice@example.test", "bob@example.test", "carol@other.test"}) {
                panel.run("INSERT INTO mailbox_app_password (username) VALUES (?)", name);
            }
            panel.mailboxes().remove("alice@example.test");
            assertThat(panel.column("SELECT username FROM mailbox_app_password ORDER BY id"))
                    .containsExactly("bob@example.test", "carol@other.test");
            panel.domains().remove("example.test");
            assertThat(panel.column("SELECT username FROM mailbox_app_password"))
                    .containsExactly("carol@other.test");
        }
    }

    @Test
    void tablesThatNobodyNeedsMayBeMissing() {
        try (PanelDatabase panel =
                PanelDatabase.own(MariaDbServer.flavour(), "panel_small", "DROP TABLE fetchmail, quota")) {
            panel.withDomains("example.test").withMailboxes("alice@example.test");
            panel.mailboxes().remove("alice@example.test");
            panel.domains().remove("example.test");
            assertThat(panel.domains().local()).isEmpty();
        }
    }
}

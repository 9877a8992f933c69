// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class PanelDomainsTest {

    private final PanelDatabase panel;
    private final PanelDomains domains;

    PanelDomainsTest(MariaDbFlavour flavour) {
        panel = PanelDatabase.empty(flavour);
        domains = panel.domains();
    }

    @Test
    void writesTheRowThatThePanelWrites() {
        domains.add("Example.Test");

        assertThat(panel.rows("SELECT domain, description, aliases, mailboxes, maxquota, quota, transport, backupmx,"
                        + " active, password_expiry FROM domain"))
                .singleElement()
                .asString()
                .isEqualTo("{domain=example.test, description=, aliases=0, mailboxes=0, maxquota=0, quota=0,"
                        + " transport=virtual, backupmx=false, active=true, password_expiry=365}");
        assertThat(panel.column("SELECT 1 FROM domain WHERE created > NOW() - INTERVAL 1 MINUTE"))
                .hasSize(1);
        assertThat(panel.log()).containsExactly("create_domain example.test");
        assertThat(domains.local()).containsExactly("example.test");
    }

    @Test
    void localIsWhatTheSmtpDialogueTakesForLocal() {
        panel.withDomains("local.test", "lmtp.test", "off.test", "backup.test", "smtp.test", "relay.test", "bare.test")
                .withDomains("ALL", "ownrow.test", "ownoff.test", "torelay.test", "relayed-alias.test")
                .withAliasDomain("alias.test", "local.test")
                .withAliasDomain("ownrow.test", "local.test")
                .withAliasDomain("ownoff.test", "local.test")
                .withAliasDomain("torelay.test", "relay.test")
                .withAliasDomain("relayed-alias.test", "local.test")
                .withAliasDomain("to-off.test", "off.test")
                .withAliasDomain("to-all.test", "ALL")
                .withAliasDomain("offalias.test", "local.test");
        panel.run("UPDATE domain SET active = 0 WHERE domain IN ('off.test', 'ownoff.test')");
        panel.run("UPDATE domain SET backupmx = 1 WHERE domain IN ('backup.test', 'relayed-alias.test')");
        panel.run("UPDATE domain SET transport = 'smtp:[10.0.0.1]:25' WHERE domain = 'smtp.test'");
        panel.run("UPDATE domain SET transport = 'relay:mx.test' WHERE domain = 'relay.test'");
        panel.run("UPDATE domain SET transport = 'smtp' WHERE domain = 'bare.test'");
        panel.run("UPDATE domain SET transport = 'lmtp:unix:private/lmtp' WHERE domain = 'lmtp.test'");
        panel.run("UPDATE alias_domain SET active = 0 WHERE alias_domain = 'offalias.test'");

        Accounts accounts = panel.accounts();
        assertThat(domains.local())
                .containsExactly("alias.test", "lmtp.test", "local.test", "ownrow.test", "relayed-alias.test");
        assertThat(panel.column("SELECT domain FROM domain UNION SELECT alias_domain FROM alias_domain"))
                .filteredOn(name -> accounts.domain(name) == DomainKind.LOCAL)
                .containsExactlyInAnyOrderElementsOf(domains.local());
    }

    @Test
    void refusesADomainThatIsThere() {
        panel.withDomains("example.test", "off.test").withAliasDomain("alias.test", "example.test");
        panel.run("UPDATE domain SET active = 0 WHERE domain = 'off.test'");

        assertRefused("EXAMPLE.test", "domain example.test already exists");
        assertRefused("off.test", "domain off.test already exists, but is switched off in PostfixAdmin");
        assertRefused("alias.test", "domain alias.test is already an alias of example.test");
    }

    @ParameterizedTest
    @MethodSource("org.posthorn.postfixadmin.james.sql.BadNames#domains")
    void refusesWhatIsNoDomain(String name) {
        assertRefused(name, "no name for a mail domain: ");
        assertThatThrownBy(() -> domains.remove(name)).isInstanceOf(RefusedException.class);
    }

    @Test
    void removesEverythingInADomainAndNothingElse() {
        panel.withDomains("other.test", "example.test.other").withMailboxes("a@other.test", "a@example.test.other");
        long before = panel.size();
        domains.add("example.test");
        panel.mailboxes().add("alice@example.test", "hash");
        panel.withAlias("@example.test", "alice@example.test").withAlias("sales@example.test", "a@other.test");
        panel.run("INSERT INTO quota2 (username) VALUES ('alice@example.test')");
        panel.run("INSERT INTO vacation (email, subject, body, cache, domain)"
                + " VALUES ('alice@example.test', '', '', '', 'example.test')");
        panel.run("INSERT INTO vacation_notification (on_vacation, notified) VALUES ('alice@example.test', 'x')");
        panel.run("INSERT INTO domain_admins (username, domain) VALUES ('admin', 'example.test')");
        panel.limits().set(QuotaLimits.Kind.MESSAGES, QuotaLimits.Scope.user("alice@example.test"), 5);
        panel.limits().set(QuotaLimits.Kind.STORAGE, QuotaLimits.Scope.domain("example.test"), 5);

        domains.remove("example.TEST");

        assertThat(panel.log()).endsWith("create_mailbox alice@example.test", "delete_domain example.test");
        assertThat(panel.size() - panel.log().size()).isEqualTo(before);
    }

    @Test
    void refusesToRemoveADomainThatHasAliasDomains() {
        panel.withDomains("example.test", "alias.test").withAliasDomain("alias.test", "example.test");
        assertThatThrownBy(() -> domains.remove("example.test"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("domain example.test has alias domains, remove them first: alias.test");
        domains.remove("alias.test");
        domains.remove("example.test");
        assertThat(domains.local()).isEmpty();
        assertThatThrownBy(() -> domains.remove("example.test")).hasMessage("domain example.test does not exist");
    }

    private void assertRefused(String name, String reason) {
        long before = panel.size();
        assertThatThrownBy(() -> domains.add(name))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContainPattern("[\\p{Cntrl}]")
                .hasSizeLessThan(210);
        assertThat(panel.size()).isEqualTo(before);
    }
}

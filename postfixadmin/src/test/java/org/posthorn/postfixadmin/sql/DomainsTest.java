// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.testing.MariaDbFlavour;

/** What a domain is, and what that means for its addresses. */
class DomainsTest extends PanelTest {

    DomainsTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    @Test
    void aDomainInTheTableIsLocalAndAnyOtherIsForeign() {
        assertThat(accounts.domain("example.test")).isEqualTo(DomainKind.LOCAL);
        assertThat(accounts.domain("EXAMPLE.test")).isEqualTo(DomainKind.LOCAL);
        assertThat(accounts.domain("elsewhere.test")).isEqualTo(DomainKind.FOREIGN);
        assertResolution("alice@elsewhere.test").isEqualTo("Foreign");
    }

    @Test
    void thePseudoDomainOfThePanelIsNone() {
        panel.alias("@ALL", "alice@example.test").aliasDomain("pseudo.test", "ALL");

        assertThat(accounts.domain("ALL")).isEqualTo(DomainKind.FOREIGN);
        assertThat(accounts.domain("pseudo.test")).isEqualTo(DomainKind.FOREIGN);
        assertResolution("alice@all").isEqualTo("Foreign");
    }

    @Test
    void aDomainThatIsSwitchedOffIsForeignWithAllItsAddresses() {
        panel.user("alice@example.test").off("domain", "domain", "example.test");

        assertThat(accounts.domain("example.test")).isEqualTo(DomainKind.FOREIGN);
        assertResolution("alice@example.test").isEqualTo("Foreign");
    }

    @Test
    void backupMxAndTheTransportsSmtpAndRelayMakeARelayDomain() {
        panel.domain("mx.test", "", true).domain("smtp.test", "smtp:[10.0.0.1]:25", false);
        panel.domain("relay.test", "relay:inner.test", false).domain("bare.test", "smtp", false);
        panel.domain("empty.test", "", false).domain("lmtp.test", "lmtp:unix:/run/lmtp", false);

        assertThat(accounts.domain("mx.test")).isEqualTo(DomainKind.RELAY);
        assertThat(accounts.domain("smtp.test")).isEqualTo(DomainKind.RELAY);
        assertThat(accounts.domain("relay.test")).isEqualTo(DomainKind.RELAY);
        assertThat(accounts.domain("bare.test")).isEqualTo(DomainKind.RELAY);
        assertThat(accounts.domain("empty.test")).isEqualTo(DomainKind.LOCAL);
        assertThat(accounts.domain("lmtp.test")).isEqualTo(DomainKind.LOCAL);
    }

    @Test
    void anyAddressInARelayDomainIsRelayedButItsAliasesAreFollowed() {
        panel.domain("mx.test", "", true).user("alice@example.test");
        panel.user("kept@mx.test").alias("info@mx.test", "alice@example.test").alias("gone@mx.test", "x@mx.test");
        panel.off("alias", "address", "gone@mx.test");

        assertResolution("whoever@mx.test").isEqualTo("Relay");
        assertResolution("kept@mx.test").isEqualTo("Relay");
        assertResolution("info@mx.test").isEqualTo(local("alice@example.test"));
        assertResolution("gone@mx.test").isEqualTo("Inactive");
    }

    @Test
    void aTargetInARelayDomainIsRelayed() {
        panel.domain("mx.test", "", true).alias("sales@example.test", "Bob@mx.test");

        assertResolution("sales@example.test").isEqualTo("RELAY Bob@mx.test");
    }

    @Test
    void aTargetInADomainThatIsSwitchedOffIsForeign() {
        panel.domain("off.test").user("bob@off.test").alias("sales@example.test", "bob@off.test");
        panel.off("domain", "domain", "off.test");

        assertResolution("sales@example.test").isEqualTo(foreign("bob@off.test"));
    }

    @Test
    void anAliasDomainHasTheAliasesMailboxesAndCatchAllOfItsTarget() {
        panel.domain("alias.test").aliasDomain("alias.test", "example.test");
        panel.user("alice@example.test").mailbox("bare@example.test").user("dave@example.test");
        panel.alias("sales@example.test", "alice@example.test").off("alias", "address", "dave@example.test");

        assertThat(accounts.domain("alias.test")).isEqualTo(DomainKind.LOCAL);
        assertResolution("alice@alias.test").isEqualTo(local("alice@example.test"));
        assertResolution("Alice+tag@Alias.test").isEqualTo(local("alice@example.test"));
        assertResolution("bare@alias.test").isEqualTo(local("bare@example.test"));
        assertResolution("sales@alias.test").isEqualTo(local("alice@example.test"));
        assertResolution("nobody@alias.test").isEqualTo("Unknown");
        assertResolution("dave@alias.test").isEqualTo("Inactive");
        panel.alias("@example.test", "alice@example.test");
        assertResolution("nobody@alias.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void theAliasDomainsOwnRowsComeBeforeThoseOfItsTarget() {
        panel.domain("alias.test").aliasDomain("alias.test", "example.test");
        panel.user("alice@example.test").user("bob@example.test");
        panel.alias("alice@alias.test", "bob@example.test");
        panel.alias("@alias.test", "bob@example.test").alias("@example.test", "alice@example.test");

        assertResolution("alice@alias.test").isEqualTo(local("bob@example.test"));
        assertResolution("any@alias.test").isEqualTo(local("bob@example.test"));
        panel.off("alias", "address", "@alias.test");
        assertResolution("any@alias.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void anAliasDomainNeedsNoRowOfItsOwnAmongTheDomains() {
        panel.aliasDomain("alias.test", "example.test").user("alice@example.test");

        assertThat(accounts.domain("alias.test")).isEqualTo(DomainKind.LOCAL);
        assertResolution("alice@alias.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void anAliasDomainThatIsSwitchedOffIsThePlainDomainOfItsOwnRow() {
        panel.domain("alias.test").aliasDomain("alias.test", "example.test").user("alice@example.test");
        panel.aliasDomain("other.test", "example.test");
        panel.off("alias_domain", "alias_domain", "alias.test").off("alias_domain", "alias_domain", "other.test");

        assertThat(accounts.domain("alias.test")).isEqualTo(DomainKind.LOCAL);
        assertResolution("alice@alias.test").isEqualTo("Unknown");
        assertThat(accounts.domain("other.test")).isEqualTo(DomainKind.FOREIGN);
        assertResolution("alice@other.test").isEqualTo("Foreign");
    }

    @Test
    void anAliasDomainWhoseTargetIsSwitchedOffOrMissingDoesNotCount() {
        panel.aliasDomain("alias.test", "example.test").aliasDomain("lost.test", "missing.test");
        panel.user("alice@example.test").off("domain", "domain", "example.test");

        assertThat(accounts.domain("alias.test")).isEqualTo(DomainKind.FOREIGN);
        assertResolution("alice@alias.test").isEqualTo("Foreign");
        assertThat(accounts.domain("lost.test")).isEqualTo(DomainKind.FOREIGN);
    }

    @Test
    void anAliasDomainWhoseOwnRowIsSwitchedOffIsForeign() {
        panel.domain("alias.test").aliasDomain("alias.test", "example.test").user("alice@example.test");
        panel.off("domain", "domain", "alias.test");

        assertResolution("alice@alias.test").isEqualTo("Foreign");
    }

    @Test
    void anAliasDomainOfAnAliasDomainIsNotFollowed() {
        panel.domain("middle.test").aliasDomain("middle.test", "example.test");
        panel.aliasDomain("far.test", "middle.test").user("alice@example.test");

        assertResolution("alice@far.test").isEqualTo("Unknown");
    }
}

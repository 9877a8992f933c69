// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import org.junit.jupiter.api.Test;
import org.posthorn.testing.MariaDbFlavour;

/** Addresses with a tag, and catch-alls. */
class SubaddressesTest extends PanelTest {

    SubaddressesTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    @Test
    void anAddressWithATagIsTheAddressWithoutIt() {
        panel.user("alice@example.test").alias("sales@example.test", "alice@example.test");

        assertResolution("alice+lists@example.test").isEqualTo(local("alice@example.test"));
        assertResolution("alice+a+b@example.test").isEqualTo(local("alice@example.test"));
        assertResolution("Sales+X@example.test").isEqualTo(local("alice@example.test"));
        assertResolution("nobody+x@example.test").isEqualTo("Unknown");
        assertResolution("+alice@example.test").isEqualTo("Unknown");
    }

    @Test
    void anAliasThatIsWrittenWithTheTagWins() {
        panel.user("alice@example.test").user("bob@example.test").alias("alice+shop@example.test", "bob@example.test");

        assertResolution("alice+shop@example.test").isEqualTo(local("bob@example.test"));
    }

    @Test
    void anAliasWithTagThatIsSwitchedOffRefuses() {
        panel.user("alice@example.test").alias("alice+old@example.test", "alice@example.test");
        panel.off("alias", "address", "alice+old@example.test");

        assertResolution("alice+old@example.test").isEqualTo("Inactive");
    }

    @Test
    void anInactiveUserIsInactiveWithATagToo() {
        panel.user("alice@example.test").user("bob@example.test").alias("@example.test", "bob@example.test");
        panel.off("mailbox", "username", "alice@example.test");

        assertResolution("alice+x@example.test").isEqualTo("Inactive");
    }

    @Test
    void aTargetWithATagIsTheMailboxWithoutIt() {
        panel.user("alice@example.test").alias("sales@example.test", "alice+sales@example.test");
        panel.mailbox("carol@example.test").alias("carol@example.test", "carol+in@example.test");

        assertResolution("sales@example.test").isEqualTo(local("alice@example.test"));
        assertResolution("carol@example.test").isEqualTo(local("carol@example.test"));
    }

    @Test
    void theDelimiterIsConfigurableAndCanBeSwitchedOff() {
        panel.user("alice@example.test");
        JdbcAccounts minus = panel.accounts(AccountsConfig.DEFAULT.withRecipientDelimiter("-="));
        JdbcAccounts none = panel.accounts(AccountsConfig.DEFAULT.withRecipientDelimiter(""));

        assertResolution(minus, "alice-x@example.test").isEqualTo(local("alice@example.test"));
        assertResolution(minus, "alice=x-y@example.test").isEqualTo(local("alice@example.test"));
        assertResolution(minus, "alice+x@example.test").isEqualTo("Unknown");
        assertResolution(none, "alice+x@example.test").isEqualTo("Unknown");
    }

    @Test
    void theCatchAllTakesWhatNobodyElseHas() {
        panel.user("bob@example.test").user("erin@example.test").alias("@example.test", "bob@example.test");

        assertResolution("anything@example.test").isEqualTo(local("bob@example.test"));
        assertResolution("erin@example.test").isEqualTo(local("erin@example.test"));
        assertResolution("erin+tag@example.test").isEqualTo(local("erin@example.test"));
    }

    @Test
    void aCatchAllThatIsSwitchedOffIsNone() {
        panel.user("bob@example.test").alias("@example.test", "bob@example.test");
        panel.off("alias", "address", "@example.test");

        assertResolution("anything@example.test").isEqualTo("Unknown");
    }

    @Test
    void aCatchAllToAWholeDomainKeepsTheLocalPart() {
        panel.domain("new.test").user("alice@new.test").alias("@example.test", "@new.test");

        assertResolution("alice@example.test").isEqualTo(local("alice@new.test"));
        assertResolution("nobody@example.test").isEqualTo("Unknown");
    }

    @Test
    void aCatchAllToItsOwnDomainIsALoop() {
        panel.alias("@example.test", "@example.test");

        assertResolution("alice@example.test").isEqualTo("Loop");
    }

    @Test
    void aRouteInTheLocalPartIsForeignUnlessSomebodyIsCalledSo() {
        panel.user("bob@example.test").alias("@example.test", "bob@example.test");
        panel.user("50%off@example.test");

        assertResolution("y%outside.test@example.test").isEqualTo("Foreign");
        assertResolution("outside.test!y@example.test").isEqualTo("Foreign");
        assertResolution("y@outside.test@example.test").isEqualTo("Foreign");
        assertResolution("\"y@outside.test\"@example.test").isEqualTo("Foreign");
        assertResolution("@example.test:y@outside.test").isEqualTo("Foreign");
        assertResolution("50%off@example.test").isEqualTo(local("50%off@example.test"));
    }
}

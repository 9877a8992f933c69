// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import org.junit.jupiter.api.Test;
import org.posthorn.testing.MariaDbFlavour;

/** The panel's pseudo targets for virtual vacation never become addresses. */
class VacationTargetsTest extends PanelTest {

    VacationTargetsTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    private static final String PSEUDO = "alice#example.test@autoreply.example.test";

    @Test
    void thePseudoTargetOfTheAliasItselfIsDropped() {
        panel.mailbox("alice@example.test").alias("alice@example.test", "alice@example.test," + PSEUDO);
        panel.aliasDomain("alias.test", "example.test");

        assertResolution("alice@example.test").isEqualTo(local("alice@example.test"));
        assertResolution("alice+x@example.test").isEqualTo(local("alice@example.test"));
        assertResolution("alice@alias.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void thePseudoTargetIsDroppedWhateverItsCase() {
        panel.mailbox("alice@example.test");
        panel.alias("alice@example.test", "alice@example.test,ALICE#Example.Test@AutoReply.example.test");

        assertResolution("alice@example.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void thePseudoTargetOfAnotherAddressOnTheWayIsDropped() {
        panel.user("alice@example.test").alias("sales@example.test", "alice@example.test," + PSEUDO);
        panel.alias("info@example.test", PSEUDO + ",sales@example.test");

        assertResolution("sales@example.test").isEqualTo(local("alice@example.test"));
        assertResolution("info@example.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void anyTargetInTheConfiguredVacationDomainIsDropped() {
        JdbcAccounts configured = panel.accounts(AccountsConfig.DEFAULT.withVacationDomain("Autoreply.test"));
        panel.user("alice@example.test");
        panel.alias("sales@example.test", "alice@example.test,bob#other.test@autoreply.test,x@autoreply.test");

        assertResolution(configured, "sales@example.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void anyTargetInADomainWithTheVacationTransportIsDropped() {
        panel.domain("autoreply.test", "vacation:", false).user("alice@example.test");
        panel.alias("sales@example.test", "alice@example.test,bob#other.test@autoreply.test");

        assertResolution("sales@example.test").isEqualTo(local("alice@example.test"));
        assertResolution("bob#other.test@autoreply.test").isEqualTo("Unknown");
    }

    @Test
    void anAliasWithNothingButThePseudoTargetIsUnknown() {
        panel.mailbox("alice@example.test").alias("alice@example.test", PSEUDO);

        assertResolution("alice@example.test").isEqualTo("Unknown");
    }

    @Test
    void aForeignAddressWithANumberSignIsNoPseudoTarget() {
        panel.alias("sales@example.test", "room#5@elsewhere.test");

        assertResolution("sales@example.test").isEqualTo(foreign("room#5@elsewhere.test"));
    }
}

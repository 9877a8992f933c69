// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import org.junit.jupiter.api.Test;
import org.posthorn.testing.MariaDbFlavour;

/** Where aliases and mailboxes lead. */
class AliasesTest extends PanelTest {

    AliasesTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    @Test
    void aMailboxWithTheAliasRowOfThePanelIsDelivered() {
        panel.user("alice@example.test");

        assertResolution("alice@example.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void aMailboxWithoutAnAliasRowIsDelivered() {
        panel.mailbox("alice@example.test");

        assertResolution("alice@example.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void anAddressThatNobodyHasIsUnknown() {
        assertResolution("nobody@example.test").isEqualTo("Unknown");
    }

    @Test
    void theCaseOfTheLettersDoesNotMatter() {
        panel.user("Alice@Example.test").alias("SALES@example.test", "ALICE@EXAMPLE.TEST");

        assertResolution("aLICE@eXAMPLE.tEST").isEqualTo(local("alice@example.test"));
        assertResolution("sales@EXAMPLE.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void anAliasLeadsToAllItsTargetsInTheirOrder() {
        panel.user("alice@example.test").user("bob@example.test");
        panel.alias("sales@example.test", "bob@example.test,alice@example.test");

        assertResolution("sales@example.test").isEqualTo(local("bob@example.test", "alice@example.test"));
    }

    @Test
    void blanksLineBreaksEmptyItemsAndDuplicatesInAListOfTargetsDoNotMatter() {
        panel.user("alice@example.test").user("bob@example.test");
        panel.alias(
                "sales@example.test",
                " ,alice@example.test ,\r\n bob@example.test\nalice@example.test,,ALICE@example.test,");

        assertResolution("sales@example.test").isEqualTo(local("alice@example.test", "bob@example.test"));
    }

    @Test
    void anAliasOfAnAliasIsFollowed() {
        panel.user("alice@example.test").user("bob@example.test");
        panel.alias("all@example.test", "staff@example.test").alias("staff@example.test", "team@example.test");
        panel.alias("team@example.test", "alice@example.test,bob@example.test");

        assertResolution("all@example.test").isEqualTo(local("alice@example.test", "bob@example.test"));
    }

    @Test
    void aTargetAtAnotherServerIsForeignAndKeepsItsSpelling() {
        panel.alias("joe@example.test", "Joe.Public@Elsewhere.test");

        assertResolution("joe@example.test").isEqualTo(foreign("Joe.Public@Elsewhere.test"));
    }

    @Test
    void anAliasThatNamesItselfKeepsACopy() {
        panel.mailbox("alice@example.test").alias("alice@example.test", "alice@example.test, alice@elsewhere.test");

        assertResolution("alice@example.test")
                .isEqualTo(local("alice@example.test") + ", " + foreign("alice@elsewhere.test"));
    }

    @Test
    void anAliasThatDoesNotNameItsOwnMailboxForwardsOnly() {
        panel.mailbox("alice@example.test").user("bob@example.test").alias("alice@example.test", "bob@example.test");

        assertResolution("alice@example.test").isEqualTo(local("bob@example.test"));
    }

    @Test
    void anAliasThatIsSwitchedOffRefusesAndDoesNotFallToTheCatchAll() {
        panel.user("alice@example.test").user("bob@example.test").alias("@example.test", "bob@example.test");
        panel.off("alias", "address", "alice@example.test");

        assertResolution("alice@example.test").isEqualTo("Inactive");
    }

    @Test
    void aMailboxThatIsSwitchedOffRefusesAndDoesNotFallToTheCatchAll() {
        panel.user("alice@example.test").mailbox("carol@example.test").user("bob@example.test");
        panel.alias("@example.test", "bob@example.test");
        panel.off("mailbox", "username", "alice@example.test").off("mailbox", "username", "carol@example.test");

        assertResolution("alice@example.test").isEqualTo("Inactive");
        assertResolution("carol@example.test").isEqualTo("Inactive");
    }

    @Test
    void aMailboxThatIsSwitchedOffInsideAnAliasIsLeftOut() {
        panel.user("alice@example.test").user("bob@example.test");
        panel.alias("sales@example.test", "alice@example.test,bob@example.test");
        panel.alias("one@example.test", "alice@example.test");
        panel.off("mailbox", "username", "alice@example.test");

        assertResolution("sales@example.test").isEqualTo(local("bob@example.test"));
        assertResolution("one@example.test").isEqualTo("Inactive");
    }

    @Test
    void anAliasRowWhoseMailboxIsMissingIsUnknown() {
        panel.alias("ghost@example.test", "ghost@example.test");

        assertResolution("ghost@example.test").isEqualTo("Unknown");
    }

    @Test
    void targetsThatAreNobodyAndTextsThatAreNoAddressAreLeftOut() {
        panel.user("alice@example.test");
        panel.alias(
                "sales@example.test", "nobody@example.test,alice@example.test,|/bin/sh,root,@example.test,a@b@c.test");
        panel.alias("dead@example.test", "nobody@example.test").alias("empty@example.test", " , ");

        assertResolution("sales@example.test").isEqualTo(local("alice@example.test"));
        assertResolution("dead@example.test").isEqualTo("Unknown");
        assertResolution("empty@example.test").isEqualTo("Unknown");
    }

    @Test
    void aChangeOfTheRowsWorksOnTheNextQuestion() {
        assertResolution("new@example.test").isEqualTo("Unknown");
        panel.user("new@example.test");
        assertResolution("new@example.test").isEqualTo(local("new@example.test"));
        panel.off("domain", "domain", "example.test");
        assertResolution("new@example.test").isEqualTo("Foreign");
    }
}

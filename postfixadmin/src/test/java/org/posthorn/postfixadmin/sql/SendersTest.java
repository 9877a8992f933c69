// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.posthorn.testing.MariaDbFlavour;

/** Which sender addresses belong to a user. */
class SendersTest extends PanelTest {

    SendersTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    private static final String ALICE = "alice@example.test";

    @Test
    void theOwnAddressIsHisWhateverItsCase() {
        panel.user(ALICE);

        assertThat(accounts.maySendAs(ALICE, ALICE)).isTrue();
        assertThat(accounts.maySendAs("Alice@Example.test", "ALICE@example.test"))
                .isTrue();
    }

    @Test
    void theOwnAddressIsHisEvenWhereItForwardsOnly() {
        panel.mailbox(ALICE).alias(ALICE, "alice@elsewhere.test").aliasDomain("alias.test", "example.test");

        assertThat(accounts.maySendAs(ALICE, ALICE)).isTrue();
        assertThat(accounts.maySendAs(ALICE, "alice+x@example.test")).isTrue();
        assertThat(accounts.maySendAs(ALICE, "alice@alias.test")).isTrue();
    }

    @Test
    void anotherUserAForeignAddressAndAnUnknownOneAreNotHis() {
        panel.user(ALICE).user("bob@example.test");

        assertThat(accounts.maySendAs(ALICE, "bob@example.test")).isFalse();
        assertThat(accounts.maySendAs(ALICE, "alice@elsewhere.test")).isFalse();
        assertThat(accounts.maySendAs(ALICE, "nobody@example.test")).isFalse();
        assertThat(accounts.maySendAs(ALICE, "")).isFalse();
        assertThat(accounts.maySendAs(ALICE, "alice")).isFalse();
    }

    @Test
    void theOwnSubaddressIsHisUnlessItIsSomebodyElses() {
        panel.user(ALICE).user("bob@example.test").alias("alice+shop@example.test", "bob@example.test");

        assertThat(accounts.maySendAs(ALICE, "alice+lists@example.test")).isTrue();
        assertThat(accounts.maySendAs(ALICE, "alice+shop@example.test")).isFalse();
        assertThat(accounts.maySendAs("bob@example.test", "alice+shop@example.test"))
                .isTrue();
    }

    @Test
    void theAddressInAnAliasDomainIsHisUnlessThatHasAnAliasOfItsOwn() {
        panel.user(ALICE).user("bob@example.test").aliasDomain("alias.test", "example.test");

        assertThat(accounts.maySendAs(ALICE, "alice@alias.test")).isTrue();
        assertThat(accounts.maySendAs(ALICE, "alice+x@alias.test")).isTrue();
        assertThat(accounts.maySendAs("bob@example.test", "alice@alias.test")).isFalse();
        panel.alias("alice@alias.test", "bob@example.test");
        assertThat(accounts.maySendAs(ALICE, "alice@alias.test")).isFalse();
        assertThat(accounts.maySendAs("bob@example.test", "alice@alias.test")).isTrue();
    }

    @Test
    void anAliasThatLeadsToHimIsHisOverAnyNumberOfLevels() {
        panel.user(ALICE).user("bob@example.test").alias("sales@example.test", "team@example.test");
        panel.alias("team@example.test", "alice@example.test,x@elsewhere.test");

        assertThat(accounts.maySendAs(ALICE, "sales@example.test")).isTrue();
        assertThat(accounts.maySendAs(ALICE, "sales+x@example.test")).isTrue();
        assertThat(accounts.maySendAs("bob@example.test", "sales@example.test")).isFalse();
        assertThat(accounts.maySendAs("x@elsewhere.test", "sales@example.test")).isFalse();
    }

    @Test
    void anAliasThatIsSwitchedOffIsNobodys() {
        panel.user(ALICE).alias("sales@example.test", ALICE).off("alias", "address", "sales@example.test");

        assertThat(accounts.maySendAs(ALICE, "sales@example.test")).isFalse();
    }

    @Test
    void whoGetsTheCatchAllMaySendAsTheRestOfTheDomain() {
        panel.user(ALICE).user("bob@example.test").alias("@example.test", ALICE);

        assertThat(accounts.maySendAs(ALICE, "whatever@example.test")).isTrue();
        assertThat(accounts.maySendAs(ALICE, "bob@example.test")).isFalse();
    }
}

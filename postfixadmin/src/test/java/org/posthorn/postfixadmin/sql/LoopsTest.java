// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.MariaDbFlavour;

/** Aliases that lead back, too deep, or to too many. */
class LoopsTest extends PanelTest {

    LoopsTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    @Test
    void twoUsersWhoForwardToEachOtherAndKeepACopyGetOneEach() {
        panel.mailbox("alice@example.test").alias("alice@example.test", "alice@example.test,bob@example.test");
        panel.mailbox("bob@example.test").alias("bob@example.test", "bob@example.test,alice@example.test");

        assertResolution("alice@example.test").isEqualTo(local("alice@example.test", "bob@example.test"));
        assertResolution("bob@example.test").isEqualTo(local("bob@example.test", "alice@example.test"));
    }

    @Test
    void aCircleThatLeadsNowhereElseIsALoop() {
        panel.alias("a@example.test", "b@example.test").alias("b@example.test", "c@example.test");
        panel.alias("c@example.test", "a@example.test");

        assertResolution("a@example.test").isEqualTo("Loop");
        assertResolution("c@example.test").isEqualTo("Loop");
    }

    @Test
    void aCircleBesideAMailboxIsDeliveredToTheMailbox() {
        panel.user("alice@example.test");
        panel.alias("a@example.test", "b@example.test,alice@example.test").alias("b@example.test", "a@example.test");

        assertResolution("a@example.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void aCircleThroughAnAliasDomainOrATagIsALoop() {
        panel.aliasDomain("alias.test", "example.test");
        panel.alias("a@example.test", "a@alias.test").alias("t@example.test", "u+x@example.test");
        panel.alias("u@example.test", "t+y@example.test");

        assertResolution("a@example.test").isEqualTo("Loop");
        assertResolution("t@example.test").isEqualTo("Loop");
    }

    @Test
    void aTargetThatIsReachedOnTwoWaysIsDeliveredOnce() {
        panel.user("alice@example.test").alias("b@example.test", "alice@example.test");
        panel.alias("c@example.test", "alice@example.test").alias("a@example.test", "b@example.test,c@example.test");

        assertResolution("a@example.test").isEqualTo(local("alice@example.test"));
    }

    @Test
    void asManyLevelsAsAllowedAreFollowedAndOneMoreIsALoop() {
        panel.user("alice@example.test").alias("n1@example.test", "alice@example.test");
        for (int i = 2; i <= 11; i++) {
            panel.alias("n" + i + "@example.test", "n" + (i - 1) + "@example.test");
        }

        assertResolution("n10@example.test").isEqualTo(local("alice@example.test"));
        assertResolution("n11@example.test").isEqualTo("Loop");
    }

    @Test
    void asManyTargetsAsAllowedAreFollowedAndOneMoreIsALoop() {
        panel.alias("many@example.test", targets(1000)).alias("more@example.test", targets(1001));

        assertResolution("many@example.test")
                .startsWith("FOREIGN u0@elsewhere.test")
                .endsWith("u999@elsewhere.test");
        assertResolution("more@example.test").isEqualTo("Loop");
    }

    @Test
    void targetsOfSeveralAliasesAreCountedTogether() {
        JdbcAccounts few = panel.accounts(AccountsConfig.DEFAULT.withLimits(3, 10));
        panel.alias("a@example.test", "b@example.test,c@example.test");
        panel.alias("b@example.test", "1@elsewhere.test,2@elsewhere.test");
        panel.alias("c@example.test", "3@elsewhere.test,4@elsewhere.test");

        assertResolution(few, "a@example.test").isEqualTo("Loop");
        assertResolution(few, "b@example.test").isEqualTo(foreign("1@elsewhere.test", "2@elsewhere.test"));
    }

    @Test
    void aListOfTargetsOfAMegabyteIsReadUpToTheLimit() {
        panel.run("ALTER TABLE alias MODIFY goto MEDIUMTEXT NOT NULL");
        panel.user("alice@example.test").alias("huge@example.test", targets(60_000));
        panel.alias("sparse@example.test", ",\n ".repeat(350_000) + "alice@example.test");

        assertResolution("huge@example.test").isEqualTo("Loop");
        assertResolution("sparse@example.test").isEqualTo(local("alice@example.test"));
        panel.run("DELETE FROM alias").run("ALTER TABLE alias MODIFY goto TEXT NOT NULL");
    }

    private static String targets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "u" + i + "@elsewhere.test")
                .collect(Collectors.joining(","));
    }
}

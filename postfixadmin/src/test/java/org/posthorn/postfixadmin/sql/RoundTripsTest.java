// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.Service;
import org.posthorn.testing.MariaDbFlavour;

/** What a question costs in round trips, and whether the indexes are used. */
class RoundTripsTest extends PanelTest {

    RoundTripsTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    @Test
    void anAddressCostsOneRoundTripForEachLevelOfAliasesAndOneMoreIfThereIsNone() {
        panel.user("alice@example.test").user("bob@example.test").aliasDomain("alias.test", "example.test");
        panel.alias("sales@example.test", "alice@example.test,bob@example.test,x@elsewhere.test");
        panel.alias("all@example.test", "sales@example.test,nobody@example.test");
        accounts.resolve("all+x@example.test");

        assertThat(statementsFor("alice@example.test")).isEqualTo(1);
        assertThat(statementsFor("alice+tag@example.test")).isEqualTo(1);
        assertThat(statementsFor("alice+tag@alias.test")).isEqualTo(1);
        assertThat(statementsFor("nobody@example.test")).isEqualTo(2);
        assertThat(statementsFor("x@elsewhere.test")).isEqualTo(2);
        assertThat(statementsFor("sales@example.test")).isEqualTo(2);
        assertThat(statementsFor("all@example.test")).isEqualTo(3);
    }

    @Test
    void aLevelOfAThousandTargetsIsStillOneRoundTrip() {
        panel.alias(
                "many@example.test",
                IntStream.range(0, 1000)
                        .mapToObj(i -> "u" + i + "@elsewhere.test")
                        .collect(Collectors.joining(",")));
        accounts.resolve("many@example.test");

        assertThat(statementsFor("many@example.test")).isEqualTo(2);
    }

    @Test
    void whatCannotBeAnAddressCostsNothing() {
        for (String name :
                new String[] {"alice", "a@b@c.test", "a\0@example.test", "a".repeat(10_000) + "@example.test"}) {
            assertThat(statementsFor(name)).isZero();
        }
    }

    @Test
    void aLoginADomainAndAMailboxCostOneRoundTripEach() {
        panel.user("alice@example.test");
        accounts.resolve("alice@example.test");

        assertThat(panel.statements(() -> accounts.authenticate("alice@example.test", Panel.PASSWORD, Service.IMAP)))
                .isEqualTo(1);
        assertThat(panel.statements(() -> accounts.domain("example.test"))).isEqualTo(1);
        assertThat(panel.statements(() -> accounts.mailbox("alice@example.test")))
                .isEqualTo(1);
        assertThat(panel.statements(() -> accounts.maySendAs("alice@example.test", "alice@example.test")))
                .isZero();
        assertThat(panel.statements(() -> accounts.maySendAs("alice@example.test", "alice+x@example.test")))
                .isEqualTo(1);
    }

    @Test
    void noTableIsReadFromEndToEnd() {
        for (int i = 0; i < 50; i++) {
            panel.user("user" + i + "@example.test");
        }
        panel.aliasDomain("alias.test", "example.test")
                .alias("sales@example.test", "user1@example.test,u@elsewhere.test");
        accounts.resolve("sales@example.test");
        long before = rowsReadInOrder();
        accounts.resolve("user1@example.test");
        accounts.resolve("user2+x@alias.test");
        accounts.resolve("\u00fcser@example.test");
        accounts.resolve("sales@example.test");
        accounts.mailbox("user3@example.test");
        accounts.authenticate("user4@example.test", "wrong", Service.IMAP);
        long asking = rowsReadInOrder();

        assertThat(asking - before - (rowsReadInOrder() - asking)).isLessThan(50);
    }

    private long statementsFor(String address) {
        return panel.statements(() -> accounts.resolve(address));
    }

    private long rowsReadInOrder() {
        return Long.parseLong(panel.value("SHOW GLOBAL STATUS LIKE 'Handler_read_rnd_next'"))
                + Long.parseLong(panel.value("SHOW GLOBAL STATUS LIKE 'Handler_read_next'"));
    }
}

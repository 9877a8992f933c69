// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.testing.MariaDbFlavour;

/** Who asks for recent answers saves the question, and never learns what is older than two seconds. */
class RecentAnswersTest extends PanelTest {

    private final AtomicLong nanos = new AtomicLong();

    private JdbcAccounts ticking;

    RecentAnswersTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    @BeforeEach
    void tick() {
        ticking = panel.accounts(nanos::get);
        panel.user("alice@example.test").user("bob@example.test").alias("sales@example.test", "alice@example.test");
        ticking.resolve("sales@example.test");
    }

    @Test
    void aRecentAnswerCostsNoQuestion() {
        nanos.addAndGet(Duration.ofMillis(1_900).toNanos());

        assertThat(panel.statements(() -> ticking.recentResolution("sales@example.test")))
                .isZero();
        assertThat(panel.statements(() -> ticking.recentDomain("Example.test"))).isZero();
        assertThat(ticking.recentDomain("example.test")).isEqualTo(DomainKind.LOCAL);
        assertThat(ticking.recentResolution("sales@example.test")).isEqualTo(accounts.resolve("sales@example.test"));
    }

    @Test
    void anAnswerOfTwoSecondsAgoIsAskedForAnew() {
        panel.off("alias", "address", "sales@example.test");
        assertThat(ticking.recentResolution("sales@example.test")).isInstanceOf(Resolution.Deliverable.class);

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(ticking.recentResolution("sales@example.test")).isInstanceOf(Resolution.Inactive.class);
    }

    @Test
    void aDomainOfTwoSecondsAgoIsAskedForAnew() {
        panel.off("domain", "domain", "example.test");
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(ticking.recentDomain("example.test")).isEqualTo(DomainKind.FOREIGN);
    }

    @Test
    void aNewQuestionReplacesTheRecentAnswer() {
        panel.off("alias", "address", "sales@example.test");
        assertThat(ticking.resolve("sales@example.test")).isInstanceOf(Resolution.Inactive.class);

        assertThat(ticking.recentResolution("sales@example.test")).isInstanceOf(Resolution.Inactive.class);
    }

    @Test
    void aRefusalIsAskedForAnewAtOnce() {
        assertThat(ticking.resolve("new@example.test")).isInstanceOf(Resolution.Unknown.class);
        panel.user("new@example.test");

        assertThat(ticking.recentResolution("new@example.test")).isInstanceOf(Resolution.Deliverable.class);
    }

    @Test
    void whatWasNeverAskedForIsAsked() {
        assertThat(ticking.recentResolution("bob@example.test")).isInstanceOf(Resolution.Deliverable.class);
        assertThat(ticking.recentDomain("elsewhere.test")).isEqualTo(DomainKind.FOREIGN);
        assertThat(ticking.recentDomain("not a domain")).isEqualTo(DomainKind.FOREIGN);
    }
}

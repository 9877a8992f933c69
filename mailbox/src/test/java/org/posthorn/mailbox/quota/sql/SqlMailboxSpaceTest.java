// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.mailbox.exception.MailboxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.MailboxSpace;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class SqlMailboxSpaceTest {

    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";

    private static QuotaFixture fixture;

    @Parameter
    private MariaDbFlavour flavour;

    private MailboxSpace space;

    @BeforeParameterizedClassInvocation
    static void start(MariaDbFlavour flavour) {
        fixture = new QuotaFixture(flavour);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void empty() {
        fixture.empty().withMailbox(ALICE, 1000).withMailbox(BOB, 0).withFolder(ALICE, "INBOX");
        space = new SqlMailboxSpace(fixture.store, fixture.usage());
    }

    @Test
    void aMailboxIsFullWhenTheMessageDoesNotFit() throws MailboxException {
        fixture.deliver(fixture.usage(), ALICE, "INBOX", 990);

        assertThat(space.full(List.of(ALICE, BOB), 10)).isEmpty();
        assertThat(space.full(List.of(ALICE, BOB), 11)).containsExactly(ALICE);
    }

    @Test
    void aMailboxThatMayHoldNothingIsAlwaysFull() {
        fixture.withMailbox(BOB, -1);

        assertThat(space.full(List.of(ALICE, BOB), 1)).containsExactly(BOB);
    }

    @Test
    void aMailboxThatNeverHadMailIsNotFullUnlessTheMessageIsTooLarge() {
        assertThat(space.full(List.of(ALICE), 1000)).isEmpty();
        assertThat(space.full(List.of(ALICE), 1001)).containsExactly(ALICE);
    }

    @Test
    void limitsOfDomainsAndNumbersOfMessagesCount() {
        fixture.withLimit("domain", "example.test", "storage", 500);
        assertThat(space.full(List.of(ALICE, BOB), 501)).containsExactly(BOB);

        fixture.withLimit("user", ALICE, "messages", 0);
        assertThat(space.full(List.of(ALICE, BOB), 1)).containsExactly(ALICE);
    }

    @Test
    void spellingMakesNoDifference() {
        fixture.withMailbox("Carol@Example.test", 10).withLimit("user", "carol@example.test", "messages", 0);

        assertThat(space.full(List.of("carol@example.test", "CAROL@example.test"), 1))
                .containsExactlyInAnyOrder("carol@example.test", "CAROL@example.test");
    }

    @Test
    void whomThePanelDoesNotHaveIsNotFull() {
        assertThat(space.full(List.of("ghost@example.test", "j\u00f6rg@example.test", "", "' OR 1=1 --@x"), 1))
                .isEmpty();
    }

    @Test
    void ourOwnTableIsAskedUntilTheAdoption() throws MailboxException {
        fixture.fixture.run("INSERT INTO quota2 (username, bytes) VALUES ('" + ALICE + "', 1000)");
        assertThat(space.full(List.of(ALICE), 1)).isEmpty();
        fixture.deliver(fixture.usage(), ALICE, "INBOX", 1000);
        assertThat(space.full(List.of(ALICE), 1)).containsExactly(ALICE);

        fixture.fixture
                .run("UPDATE {state} SET number = 1 WHERE name = 'quota2-adopted'")
                .run("UPDATE quota2 SET bytes = 7");
        assertThat(space.full(List.of(ALICE), 1)).isEmpty();
    }

    @Test
    void manyMailboxesAreAskedForTogether() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            many.add("user" + i + "@example.test");
        }
        many.add(ALICE);

        assertThat(space.full(many, 2000)).containsExactly(ALICE);
    }

    @Test
    void roomAsOfTwoSecondsAgoIsNotAskedForAgainButFullnessIs() throws MailboxException {
        AtomicLong nanos = new AtomicLong();
        space = new SqlMailboxSpace(fixture.store, fixture.usage(), ticker(nanos));
        assertThat(space.full(List.of(ALICE), 1001)).containsExactly(ALICE);
        fixture.withMailbox(ALICE, 2000);
        assertThat(space.fullByRecentFigures(List.of(ALICE), 1001)).isEmpty();

        fixture.withMailbox(ALICE, 10);
        assertThat(space.fullByRecentFigures(List.of(ALICE), 1001)).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(space.fullByRecentFigures(List.of(ALICE, BOB), 1001)).containsExactly(ALICE);
    }

    @Test
    void noAnswerIsNotAnAnswer() {
        QuotaFixture gone = new QuotaFixture(flavour);
        MailboxSpace closed = new SqlMailboxSpace(gone.store, gone.usage());
        gone.close();

        assertThatExceptionOfType(AccountsUnavailableException.class).isThrownBy(() -> closed.full(List.of(ALICE), 1));
    }

    private static Ticker ticker(AtomicLong nanos) {
        return new Ticker() {
            @Override
            public long read() {
                return nanos.get();
            }
        };
    }
}

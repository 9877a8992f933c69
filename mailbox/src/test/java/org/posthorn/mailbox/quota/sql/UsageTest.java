// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.quota.Drift.Amount;
import org.posthorn.mailbox.quota.Figures;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class UsageTest {

    private static final String ALICE = "alice@example.test";

    private static QuotaFixture fixture;

    private Usage usage;

    UsageTest(MariaDbFlavour flavour) {
        assertThat(flavour).isNotNull();
    }

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
        fixture.empty().withMailbox(ALICE, 1000);
        usage = fixture.usage();
    }

    @Test
    void storesUpToTheLimitExactlyAndNotAByteMore() throws MailboxException {
        add(ALICE, 400);
        add(ALICE, 600);

        assertThatExceptionOfType(OverQuotaException.class)
                .isThrownBy(() -> add(ALICE, 1))
                .withMessage("Quota exceeded (mailbox for user is full)")
                .satisfies(full -> {
                    assertThat(full.getMax()).isEqualTo(QuotaSizeLimit.size(1000));
                    assertThat(full.getUsed()).isEqualTo(QuotaSizeUsage.size(1000));
                });
        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(1000, 2));
    }

    @Test
    void aRefusedMailLeavesNoTraceAndASmallerOneStillGoesIn() throws MailboxException {
        assertThatExceptionOfType(OverQuotaException.class).isThrownBy(() -> add(ALICE, 1001));
        add(ALICE, 999);

        assertThat(fixture.figures(ALICE)).isEqualTo(new Figures(999, 1, 1000, Figures.UNLIMITED));
    }

    @Test
    void removingMakesRoomAndNeverGoesBelowNothing() throws MailboxException {
        add(ALICE, 1000);
        subtract(ALICE, 300, 1);
        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(700, 0));

        add(ALICE, 300);
        subtract(ALICE, 5000, 50);
        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(0, 0));
    }

    @Test
    void removingFromNobodyCreatesNoRow() throws MailboxException {
        subtract("ghost@example.test", 10, 1);

        assertThat(fixture.row("quota2", "ghost@example.test")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "-1, false", "-5, false", "500, false", "501, true"})
    void readsThePanelsQuotaAsThePanelMeansIt(long quota, boolean fits) throws MailboxException {
        fixture.withMailbox(ALICE, quota);

        assertThat(fits(ALICE, 501)).isEqualTo(fits);
    }

    @Test
    void aChangedQuotaCountsForTheNextMail() throws MailboxException {
        add(ALICE, 900);
        fixture.withMailbox(ALICE, 2000);
        add(ALICE, 900);
        fixture.withMailbox(ALICE, 1500);

        assertThat(fits(ALICE, 1)).isFalse();
    }

    @Test
    void thePanelsQuotaHidesOthersAndItsZeroDoesNot() throws MailboxException {
        fixture.withLimit("user", ALICE, "storage", 10).withLimit("global", "", "storage", 20);
        assertThat(fits(ALICE, 1000)).isTrue();

        fixture.withMailbox("bob@example.test", 0).withMailbox("carol@example.test", 0);
        fixture.withLimit("user", "carol@example.test", "storage", -1);
        assertThat(fits("bob@example.test", 21)).isFalse();
        assertThat(fits("bob@example.test", 20)).isTrue();
        assertThat(fits("carol@example.test", 1_000_000)).isTrue();
    }

    @Test
    void theNarrowestScopeCounts() throws MailboxException {
        fixture.withMailbox("bob@example.test", 0)
                .withLimit("global", "", "storage", 10)
                .withLimit("domain", "example.test", "storage", 20);
        assertThat(fits("bob@example.test", 20)).isTrue();
        assertThat(fits("bob@example.test", 1)).isFalse();

        fixture.withLimit("user", "bob@example.test", "storage", 25);
        assertThat(fits("bob@example.test", 5)).isTrue();
        assertThat(fits("bob@example.test", 1)).isFalse();
    }

    @Test
    void numbersOfMessagesAreLimitedWhereThatIsSet() throws MailboxException {
        fixture.withLimit("domain", "example.test", "messages", 2);

        assertThat(fits(ALICE, 1)).isTrue();
        assertThat(fits(ALICE, 1)).isTrue();
        assertThat(fits(ALICE, 1)).isFalse();
        assertThat(fixture.figures(ALICE).hasRoomFor(1, 1)).isFalse();
    }

    @Test
    void thePanelsSpellingIsTheSameMailbox() throws MailboxException {
        fixture.withMailbox("Bob@Example.test", 100);
        add("bob@example.test", 100);

        assertThat(fits("bob@example.test", 1)).isFalse();
        assertThat(fixture.row("quota2", "BOB@example.test")).contains(new Amount(100, 1));
    }

    @ParameterizedTest
    @CsvSource({"bob", "''", "jos\u00e9@example.test", "\u0142@example.test", "a b@example.test", "%@_"})
    void namesThatThePanelCannotHoldAreCountedApart(String owner) throws MailboxException {
        add(owner, 7);
        add(owner, 7);

        assertThat(fixture.figures(owner)).isEqualTo(new Figures(14, 2, Figures.UNLIMITED, Figures.UNLIMITED));
    }

    @Test
    void detachedAccountsHaveNoUsage() throws MailboxException {
        add("#7", 10);

        assertThat(fixture.row("{usage}", "#7")).isEmpty();
        assertThat(fixture.row("quota2", "#7")).isEmpty();
    }

    @Test
    void concurrentFirstDeliveriesAreAllCounted() throws Exception {
        fixture.withMailbox(ALICE, 0);

        int taken = concurrently(8, 10, () -> fits(ALICE, 10));

        assertThat(taken).isEqualTo(80);
        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(800, 80));
    }

    @Test
    void neverMoreThanTheLimitIsTakenHoweverManyTry() throws Exception {
        int taken = concurrently(8, 20, () -> fits(ALICE, 30));

        assertThat(taken).isEqualTo(33);
        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(990, 33));
    }

    @Test
    void aDeliveryDoesNotWaitForThePanelNorThePanelForIt() throws Exception {
        add(ALICE, 1);
        try (Connection panel = fixture.fixture.database().writer()) {
            panel.prepareStatement("UPDATE mailbox SET quota = 5000").executeUpdate();
            panel.prepareStatement("SELECT * FROM " + fixture.store.tables().sql("{quota}") + " FOR UPDATE")
                    .executeQuery();
            assertThat(fits(ALICE, 999)).isTrue();
            assertThat(fits(ALICE, 1)).isFalse();
            panel.rollback();
        }
        fixture.store.write(connection -> {
            usage.subtract(connection, ALICE, 500, 1);
            usage.add(connection, ALICE, 1, 1);
            try (Connection panel = fixture.fixture.database().writer()) {
                panel.createStatement().execute("SET SESSION innodb_lock_wait_timeout = 1");
                assertThat(panel.prepareStatement("UPDATE mailbox SET quota = 5000")
                                .executeUpdate())
                        .isEqualTo(1);
                panel.rollback();
                panel.createStatement().execute("SET SESSION innodb_lock_wait_timeout = DEFAULT");
                panel.rollback();
            }
            return true;
        });
    }

    @Test
    void tellsHowFullTheMailboxBecomesWithoutAsking() throws MailboxException {
        List<String> told = new ArrayList<>();
        usage.watch((owner, before, after) -> told.add(owner + " " + before + " " + after));

        add(ALICE, 799);
        add(ALICE, 1);
        add(ALICE, 200);
        fixture.withMailbox("bob@example.test", 0);
        add("bob@example.test", 200);

        assertThat(told).containsExactly(ALICE + " 0 79", ALICE + " 79 80", ALICE + " 80 100", "bob@example.test 0 0");
    }

    @Test
    void whoWasTakenAwayStartsAtNothing() throws MailboxException {
        add(ALICE, 900);
        fixture.store.write(connection -> {
            usage.forget(connection, ALICE);
            return true;
        });

        assertThat(fixture.row("quota2", ALICE)).isEmpty();
        assertThat(fits(ALICE, 1000)).isTrue();
    }

    @Test
    void aStorageThatIsRolledBackIsNotCounted() throws MailboxException {
        add(ALICE, 1);
        assertThatExceptionOfType(MailboxException.class)
                .isThrownBy(() -> fixture.store.write(connection -> {
                    usage.add(connection, ALICE, 500, 1);
                    throw new MailboxException("later");
                }));

        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(1, 1));
    }

    @Test
    void whatIsStoredWhileMailIsGivenAsAWholeIsCountedToo() throws Exception {
        add(ALICE, 1);
        CountDownLatch stored = new CountDownLatch(1);
        ExecutorService delivery = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> late = fixture.store.write(connection -> {
                List<Future<Boolean>> started = new ArrayList<>();
                usage.settle(connection, ALICE, transaction -> {
                    started.add(delivery.submit(() -> fixture.store.write(other -> {
                        stored.countDown();
                        usage.add(other, ALICE, 10, 1);
                        return true;
                    })));
                    assertThat(awaited(stored)).isTrue();
                    return new Amount(500, 5);
                });
                return started.get(0);
            });
            assertThat(late.get(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            delivery.shutdownNow();
        }

        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(510, 6));
    }

    @Test
    void whoHoldsNothingAfterMailWasTakenAsAWholeHasNoFigures() throws MailboxException {
        add(ALICE, 900);
        fixture.store.write(connection -> {
            usage.settle(connection, ALICE, transaction -> Amount.NOTHING);
            return true;
        });

        assertThat(fixture.row("quota2", ALICE)).isEmpty();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void add(String owner, long bytes) throws MailboxException {
        fixture.store.write(connection -> {
            usage.add(connection, owner, bytes, 1);
            return true;
        });
    }

    private boolean fits(String owner, long bytes) throws MailboxException {
        try {
            add(owner, bytes);
            return true;
        } catch (OverQuotaException e) {
            return false;
        }
    }

    private void subtract(String owner, long bytes, long messages) throws MailboxException {
        fixture.store.write(connection -> {
            usage.subtract(connection, owner, bytes, messages);
            return true;
        });
    }

    private static int concurrently(int threads, int times, Callable<Boolean> attempt) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < threads * times; i++) {
                all.add(executor.submit(attempt));
            }
            int taken = 0;
            for (Future<Boolean> one : all) {
                taken += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
            return taken;
        } finally {
            executor.shutdownNow();
        }
    }
}

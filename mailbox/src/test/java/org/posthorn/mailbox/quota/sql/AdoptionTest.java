// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.quota.Drift;
import org.posthorn.mailbox.quota.Drift.Amount;
import org.posthorn.mailbox.quota.QuotaAdministration;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.Poll;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class AdoptionTest {

    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";

    private static QuotaFixture fixture;

    AdoptionTest(MariaDbFlavour flavour) {
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
        fixture.empty()
                .withMailbox(ALICE, 1000)
                .withMailbox(BOB, 0)
                .withFolder(ALICE, "INBOX")
                .withFolder(ALICE, "Sent")
                .withFolder(BOB, "INBOX");
    }

    @Test
    void anEmptyTableIsTakenAtOnce() throws MailboxException {
        assertThat(server().isAdopted()).isTrue();

        fixture.deliver(fixture.usage(), ALICE, "INBOX", 10);
        assertThat(server().isAdopted()).isTrue();
        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(10, 1));
    }

    @Test
    void otherServersFiguresAreLeftAlone() throws MailboxException {
        dovecotWas();

        fixture.deliver(fixture.usage(), ALICE, "INBOX", 10);

        assertThat(server().isAdopted()).isFalse();
        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(990, 9));
        assertThat(fixture.row("{usage}", ALICE)).contains(new Amount(10, 1));
    }

    @Test
    void limitsHoldBeforeTheAdoption() throws MailboxException {
        dovecotWas();
        fixture.deliver(fixture.usage(), ALICE, "INBOX", 1000);

        assertThatExceptionOfType(OverQuotaException.class)
                .isThrownBy(() -> fixture.deliver(fixture.usage(), ALICE, "INBOX", 1));
    }

    @Test
    void adoptingReplacesTheFiguresByWhatLiesInTheStore() throws MailboxException {
        dovecotWas();
        fixture.fixture.run("INSERT INTO quota2 (username, bytes, messages) VALUES ('" + BOB + "', 77, 7)");
        Usage usage = fixture.usage();
        fixture.deliver(usage, ALICE, "INBOX", 10);
        fixture.deliver(usage, ALICE, "Sent", 20);

        assertThat(server().adopt().accounts()).isEqualTo(2);

        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(30, 2));
        assertThat(fixture.row("quota2", BOB)).contains(new Amount(0, 0));
        assertThat(fixture.row("{usage}", ALICE)).isEmpty();
    }

    @Test
    void runningServersFollowWithTheirNextStatement() throws MailboxException {
        dovecotWas();
        Usage storing = fixture.usage();
        Usage removing = fixture.usage();
        Usage forgetting = fixture.usage();
        for (Usage usage : List.of(storing, removing, forgetting)) {
            fixture.deliver(usage, ALICE, "INBOX", 10);
        }
        fixture.deliver(forgetting, BOB, "INBOX", 10);
        server().adopt();

        fixture.deliver(storing, ALICE, "INBOX", 10);
        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(40, 4));
        fixture.store.write(connection -> {
            removing.subtract(connection, ALICE, 20, 2);
            forgetting.forget(connection, BOB);
            return true;
        });
        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(20, 2));
        assertThat(fixture.row("quota2", BOB)).isEmpty();
        assertThat(fixture.row("{usage}", ALICE)).isEmpty();
    }

    @Test
    void adoptingAgainCountsAgain() throws MailboxException {
        server().adopt();
        fixture.deliver(fixture.usage(), ALICE, "INBOX", 10);
        fixture.fixture.run("UPDATE quota2 SET bytes = 5");

        assertThat(server().adopt().drifts()).containsExactly(new Drift(ALICE, 0, new Amount(5, 1), new Amount(10, 1)));
        assertThat(fixture.row("quota2", ALICE)).contains(new Amount(10, 1));
    }

    @Test
    void nothingIsLostOrCountedTwiceWhileServersDeliver() throws Exception {
        dovecotWas();
        fixture.withMailbox(ALICE, 0);
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger delivered = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> servers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String owner = i % 3 == 0 ? BOB : ALICE;
                String folder = i % 3 == 1 ? "Sent" : "INBOX";
                Usage usage = fixture.usage();
                servers.add(executor.submit(() -> {
                    while (!end.get()) {
                        fixture.deliver(usage, owner, folder, 7);
                        delivered.incrementAndGet();
                    }
                    return true;
                }));
            }
            assertThat(Poll.until(Duration.ofSeconds(30), () -> delivered.get() > 50))
                    .isTrue();
            server().adopt();
            int before = delivered.get();
            assertThat(Poll.until(Duration.ofSeconds(30), () -> delivered.get() > before + 50))
                    .isTrue();
            end.set(true);
            for (Future<?> server : servers) {
                server.get(30, TimeUnit.SECONDS);
            }
        } finally {
            end.set(true);
            executor.shutdownNow();
        }
        assertThat(fixture.row("quota2", ALICE)).contains(fixture.stored(ALICE));
        assertThat(fixture.row("quota2", BOB)).contains(fixture.stored(BOB));
    }

    @Test
    void aRecountFindsAndRepairsWhatDrifted() throws MailboxException {
        fixture.deliver(fixture.usage(), ALICE, "INBOX", 10);
        fixture.deliver(fixture.usage(), BOB, "INBOX", 20);
        fixture.fixture.run("UPDATE quota2 SET bytes = 11 WHERE username = '" + ALICE + "'");
        fixture.fixture.run("UPDATE {folder} SET messages = 5, unseen = 3 WHERE owner = '" + BOB + "'");

        assertThat(server().recount().drifts())
                .containsExactlyInAnyOrder(
                        new Drift(ALICE, 0, new Amount(11, 1), new Amount(10, 1)),
                        new Drift(BOB, 1, new Amount(20, 1), new Amount(20, 1)));
        assertThat(server().recount().drifts()).isEmpty();
        assertThat(fixture.stored(BOB)).isEqualTo(new Amount(20, 1));
    }

    @Test
    void aRecountGivesNoFiguresToWhomThePanelDoesNotHave() throws MailboxException {
        fixture.withFolder("ghost@example.test", "INBOX");
        fixture.deliver(fixture.usage(), "ghost@example.test", "INBOX", 10);

        assertThat(server().recount("Ghost@example.test").drifts())
                .containsExactly(new Drift("ghost@example.test", 0, new Amount(10, 1), Amount.NOTHING));
        assertThat(fixture.row("quota2", "ghost@example.test")).isEmpty();
        assertThat(server().recount().drifts()).isEmpty();
    }

    @Test
    void aRecountRepairsFoldersOfDetachedAccountsWithoutUsage() throws MailboxException {
        fixture.withFolder("#3", "INBOX");
        fixture.deliver(fixture.usage(), "#3", "INBOX", 10);
        fixture.fixture.run("UPDATE {folder} SET bytes = 1 WHERE owner = '#3'");

        assertThat(server().recount().drifts()).containsExactly(new Drift("#3", 1, Amount.NOTHING, Amount.NOTHING));
        assertThat(fixture.stored("#3")).isEqualTo(new Amount(10, 1));
    }

    @Test
    void aRecountClearsUsageWithoutFolders() throws MailboxException {
        fixture.fixture.run("DELETE FROM {folder}");
        assertThat(server().isAdopted()).isTrue();
        fixture.fixture.run("INSERT INTO quota2 (username, bytes, messages) VALUES ('" + ALICE + "', 5, 5)");

        assertThat(server().recount().drifts()).hasSize(1);
        assertThat(fixture.row("quota2", ALICE)).contains(Amount.NOTHING);
    }

    private static void dovecotWas() {
        fixture.fixture.run("INSERT INTO quota2 (username, bytes, messages) VALUES ('" + ALICE + "', 990, 9)");
    }

    /** As a server that was just started has it. */
    private static QuotaAdministration server() {
        AdoptionState state = new AdoptionState(fixture.fixture.database(), fixture.store);
        Recount recount = new Recount(fixture.store, new Usage(fixture.fixture.database(), fixture.store, state));
        return new QuotaAdministration(
                new Adoption(fixture.fixture.database(), fixture.store, state, recount), recount);
    }
}

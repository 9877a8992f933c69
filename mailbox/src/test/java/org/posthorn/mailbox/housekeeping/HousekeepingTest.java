// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.apache.james.mailbox.exception.MailboxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.housekeeping.sql.DailyTurn;
import org.posthorn.mailbox.housekeeping.sql.Leftovers;
import org.posthorn.mailbox.housekeeping.sql.Numbers;
import org.posthorn.mailbox.orphan.sql.AccountIdentity;
import org.posthorn.mailbox.orphan.sql.Orphans;
import org.posthorn.mailbox.quota.sql.Recount;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HousekeepingTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @Parameter
    private MariaDbFlavour flavour;

    private StoreFixture fixture;
    private DeletedFolders deleted;
    private Orphans orphans;
    private Housekeeping housekeeping;
    private Function<String, Housekeeping> server;

    @BeforeParameterizedClassInvocation
    void open() {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    void close() {
        fixture.close();
    }

    @BeforeEach
    void clear() {
        fixture.empty();
        Usage usage = new Usage(fixture.database(), fixture.store());
        deleted = new DeletedFolders(fixture.store(), usage);
        AccountIdentity identity = new AccountIdentity(fixture.database(), fixture.store(), usage, deleted);
        orphans = new Orphans(
                fixture.database(), fixture.store(), identity, deleted, new Recount(fixture.store(), usage));
        server = now -> new Housekeeping(
                deleted,
                orphans,
                new Leftovers(fixture.store()),
                new DailyTurn(fixture.store()),
                Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
        fixture.run("DELETE FROM {state} WHERE name LIKE 'housekeeping-%'");
        housekeeping = server.apply(NOW.toString());
    }

    @AfterEach
    void stop() {
        housekeeping.close();
    }

    @Test
    void oldExpungesAreForgottenInChunks() throws Exception {
        long day = 86_400_000L;
        fixture.run("INSERT INTO {expunged} SELECT 1, seq, seq, " + (NOW.toEpochMilli() - 31 * day) + " FROM "
                        + StoreFixture.numbers(1, 11_000))
                .run("INSERT INTO {expunged} VALUES (2, 1, 1, " + (NOW.toEpochMilli() - 29 * day) + ")");

        housekeeping.round();

        assertThat(count("expunged")).isEqualTo(1);
    }

    @Test
    void aFolderWhoseDeletionWasInterruptedIsEmptied() throws Exception {
        fixture.run("INSERT INTO {folder} (owner, namespace, name, uid_validity) VALUES ('#deleted', '', '4711', 1)")
                .run("INSERT INTO {message} (folder_id, uid, content_id, modseq, flags, internal_date, size)"
                        + " SELECT 4711, seq, seq, 1, 0, 0, 1 FROM " + StoreFixture.numbers(1, 600));

        housekeeping.round();

        assertThat(List.of(count("folder"), count("message"))).containsExactly(0L, 0L);
    }

    @Test
    void anAccountThatVanishedIsDetached() throws Exception {
        fixture.run("INSERT INTO {account} (owner, created) VALUES ('ann@example.org', '2024-01-01')")
                .run("INSERT INTO {folder} (owner, namespace, name, uid_validity)"
                        + " VALUES ('ann@example.org', '#private', 'INBOX', 1)");

        housekeeping.round();

        assertThat(count("orphan")).isEqualTo(1);
    }

    @Test
    void aTaskThatFailsDoesNotKeepTheOthersFromRunning() throws Exception {
        fixture.run("RENAME TABLE mailbox TO mailbox_away")
                .run("INSERT INTO {expunged} VALUES (2, 1, 1, 0)")
                .run("INSERT INTO {folder} (owner, namespace, name, uid_validity) VALUES ('#deleted', '', '4711', 1)");
        try {
            housekeeping.round();
        } finally {
            fixture.run("RENAME TABLE mailbox_away TO mailbox");
        }

        assertThat(List.of(count("folder"), count("expunged"))).containsExactly(0L, 0L);
    }

    @Test
    void threadsWithoutMessagesAreForgotten() throws Exception {
        fixture.run("INSERT INTO {content} (id, thread_id, refs, size, header_size, structure, header)"
                        + " VALUES (8, 7, 1, 1, 1, '', '')")
                .run("INSERT INTO {thread} SELECT UNHEX(LEFT(SHA2(seq, 256), 32)), 7 + seq MOD 2 FROM "
                        + StoreFixture.numbers(1, 1300));

        housekeeping.round();

        assertThat(count("thread")).isEqualTo(650);
    }

    @Test
    void theDaysWorkIsDoneOnceByWhicheverServerComesFirst() throws Exception {
        assertThat(worked("2026-03-01T03:00:10Z")).isTrue();
        assertThat(worked("2026-03-01T03:00:20Z")).isFalse();
        assertThat(worked("2026-03-02T02:59:00Z")).isFalse();
        assertThat(worked("2026-03-02T09:00:00Z")).isTrue();
        assertThat(worked("2026-03-02T23:00:00Z")).isFalse();
        assertThat(worked("2026-03-03T03:01:00Z")).isTrue();
        assertThat(worked("2026-03-02T23:00:00Z")).isFalse();
    }

    @Test
    void aServerThatRunsForDaysDoesTheWorkOfEachOfThem() throws Exception {
        SteppingClock clock = new SteppingClock();
        Housekeeping running = new Housekeeping(
                deleted, orphans, new Leftovers(fixture.store()), new DailyTurn(fixture.store()), clock);
        int days = 0;
        for (int hour = 0; hour < 72; hour++) {
            days += didWork(running) ? 1 : 0;
            clock.now = clock.now.plusSeconds(3600);
        }
        running.close();

        assertThat(days).isEqualTo(4);
    }

    @Test
    void theDaysWorkThatFailsIsDoneAnHourLaterAndLeavesTheOthersAlone() throws Exception {
        SteppingClock clock = new SteppingClock();
        Housekeeping running = new Housekeeping(
                deleted, orphans, new Leftovers(fixture.store()), new DailyTurn(fixture.store()), clock);
        fixture.run("INSERT INTO {expunged} VALUES (2, 1, 1, 0)").run("RENAME TABLE {thread} TO {thread}_away");
        try {
            running.round();
        } finally {
            fixture.run("RENAME TABLE {thread}_away TO {thread}");
        }
        assertThat(count("expunged")).isZero();
        assertThat(didWork(running)).isFalse();

        clock.now = clock.now.plus(DailyTurn.LEASE);

        assertThat(didWork(running)).isTrue();
        clock.now = clock.now.plus(DailyTurn.LEASE);
        assertThat(didWork(running)).isFalse();
        running.close();
    }

    @Test
    void theDaysWorkOfAServerThatWasStoppedMeanwhileIsAnothersAnHourLater() throws Exception {
        assertThat(new DailyTurn(fixture.store()).take("threads", Instant.parse("2026-03-01T03:00:00Z")))
                .isEmpty();

        assertThat(worked("2026-03-01T03:59:00Z")).isFalse();
        assertThat(worked("2026-03-01T04:00:00Z")).isTrue();
    }

    /** Whether a server that is started now, and stopped again, does the day's work. */
    private boolean worked(String now) throws MailboxException {
        Housekeeping started = server.apply(now);
        try {
            return didWork(started);
        } finally {
            started.close();
        }
    }

    private boolean didWork(Housekeeping running) throws MailboxException {
        fixture.run("INSERT IGNORE INTO {thread} VALUES (UNHEX(MD5('one')), 1)");
        running.round();
        return count("thread") == 0;
    }

    @Test
    void onceClosedNothingIsDone() throws Exception {
        fixture.run("INSERT INTO {expunged} VALUES (2, 1, 1, 0)");
        housekeeping.close();
        housekeeping.round();

        assertThat(count("expunged")).isEqualTo(1);
    }

    private long count(String table) throws MailboxException {
        return Numbers.count(fixture, table);
    }

    private static final class SteppingClock extends Clock {

        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posthorn.it.loss.Audit;
import org.posthorn.it.loss.DatabaseAfterPowerLoss;
import org.posthorn.it.loss.DiskAfterPowerLoss;
import org.posthorn.it.loss.DiskAfterPowerLoss.Luck;
import org.posthorn.it.loss.Inbox;
import org.posthorn.it.loss.Ledger;
import org.posthorn.it.loss.Operation;
import org.posthorn.it.loss.Postmen;
import org.posthorn.it.loss.Promises;
import org.posthorn.it.loss.RandomLuck;
import org.posthorn.it.loss.Recorder;
import org.posthorn.it.loss.Recording;
import org.posthorn.it.loss.SpoolAfterPowerLoss;
import org.posthorn.it.loss.Strace;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.PosthornServer.Port;
import org.posthorn.testing.SmtpSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was answered with 250 survives the loss of power at any moment: the writes and forced writes of the shipped server and of its MariaDB are
 * recorded in one order with the replies, and the files are put together as a disk may hold them then.
 *
 * <p>{@code -Dposthorn.power.letters}, {@code .largest}, {@code .spools}, {@code .databases} and {@code .starts} make it larger,
 * {@code .torn} gives MariaDB too some of what it has not forced,
 * {@code -Dposthorn.power.seed} chooses other letters and moments. Results are lines in the log and in {@code target/power-loss.txt}.
 */
class PowerLossIT {

    private static final Logger LOGGER = LoggerFactory.getLogger(PowerLossIT.class);

    private static final int LETTERS = Integer.getInteger("posthorn.power.letters", 120);
    private static final int LARGEST = Integer.getInteger("posthorn.power.largest", 40_000);
    private static final int SPOOLS = Integer.getInteger("posthorn.power.spools", 200);
    private static final int DATABASES = Integer.getInteger("posthorn.power.databases", 12);
    private static final int STARTS = Integer.getInteger("posthorn.power.starts", 2);
    /** Whether a part of what MariaDB has not forced may be there, as it always may in the spool. */
    private static final boolean TORN_DATABASES = Boolean.getBoolean("posthorn.power.torn");

    private static final long SEED = Long.getLong("posthorn.power.seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "Secret-Pw11";
    private static final List<String> MAILBOXES =
            List.of("alice@example.test", "bob@example.test", "carol@example.test");
    /** Leads to a server that always says "later", under whichever name: such letters stay in the spool. */
    private static final String AWAY = "away@";

    private static final Map<String, Set<String>> ADDRESSES = Stream.concat(
                    MAILBOXES.stream(), Stream.of("away@example.test"))
            .collect(Collectors.toMap(
                    Function.identity(), address -> Set.of(address.startsWith(AWAY) ? AWAY : address)));

    private static Fixture fixture;

    /** One recording for all tests. */
    private record Fixture(
            SmtpSink world, PosthornServer posthorn, Recorder recorder, Recording recording, Promises promises) {}

    @BeforeAll
    static void record() throws IOException {
        assumeTrue(Strace.isPossible(), "strace is missing, or this machine does not let it look at processes");
        SmtpSink world = SmtpSink.start().answerRecipient("away@outside.test", "451 4.3.0 later");
        PosthornServer posthorn = new PosthornServer()
                .set("POSTHORN_RETRY_DELAYS", "2s")
                .set("POSTHORN_SMARTHOST", "127.0.0.1:" + world.port());
        posthorn.up();
        cli(posthorn, "AddDomain", "example.test");
        MAILBOXES.forEach(mailbox -> cli(posthorn, "AddUser", mailbox));
        cli(posthorn, "AddAddressMapping", "away", "example.test", "away@outside.test");
        Recorder recorder = new Recorder(posthorn);
        Ledger ledger = new Ledger();
        Recording recording = recorder.record(posthorn, () -> deliver(posthorn, recorder, ledger));
        posthorn.run("", "down");
        fixture = new Fixture(world, posthorn, recorder, recording, new Promises(recording, ledger));
        report(String.format(
                Locale.ROOT,
                "power-loss seed=%d letters=%d deliveries=%d recorded=%s calls=%d operations=%d forces=%d",
                SEED,
                fixture.promises.taken().size(),
                fixture.promises.stored().size(),
                recorder.size(),
                recording.end(),
                recording.operations().size(),
                recording.operations().stream()
                        .filter(Operation.Force.class::isInstance)
                        .count()));
        assertThat(fixture.promises.taken()).hasSize(ledger.acknowledged()).hasSize(LETTERS);
    }

    @AfterAll
    static void tidyUp() {
        if (fixture != null) {
            fixture.posthorn.close();
            fixture.recorder.close();
            fixture.world.close();
        }
    }

    private static void cli(PosthornServer posthorn, String... words) {
        assertThat(posthorn.cli(PASSWORD + "\n", words).exitCode()).isZero();
    }

    /** MariaDB is made to write its tables too, through its doublewrite buffer, instead of only its log. */
    private static void deliver(PosthornServer posthorn, Recorder recorder, Ledger ledger) {
        recorder.sql("SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0; SET GLOBAL innodb_max_dirty_pages_pct = 0");
        Postmen.Round round = new Postmen.Round(posthorn.port(Port.SMTP), ADDRESSES, 500, LARGEST, 20);
        try (Postmen postmen = Postmen.start(4, LETTERS, round, ledger, "power", SEED)) {
            postmen.await();
        }
        assertThat(Poll.until(PATIENCE, () -> MAILBOXES.stream()
                        .allMatch(mailbox -> count(posthorn, mailbox) >= ledger.owed(mailbox))))
                .isTrue();
    }

    @Test
    void theSpoolKeepsWhatWasTakenUntilItIsStored() throws IOException {
        DiskAfterPowerLoss spool = fixture.recorder.disk(fixture.recording, "spool");
        List<String> faults = new ArrayList<>();
        long open = 0;
        long setAside = 0;
        for (int moment : moments(SPOOLS, 1)) {
            SpoolAfterPowerLoss strict = spoolAt(spool, moment, Luck.NONE);
            SpoolAfterPowerLoss lucky = spoolAt(spool, moment, new RandomLuck(SEED + moment));
            faults.addAll(fixture.promises.faults(moment, strict));
            faults.addAll(strict.setAside());
            faults.addAll(fixture.promises.faults(moment, lucky));
            setAside += lucky.setAside().size();
            open += fixture.promises.open(moment);
        }
        report(String.format(
                Locale.ROOT,
                "power-loss spools=%d kept-deliveries=%d set-aside=%d faults=%d",
                2 * SPOOLS,
                open,
                setAside,
                faults.size()));
        assertThat(faults).as("seed %s", SEED).isEmpty();
        assertThat(open).as("letters that only the spool had").isGreaterThan(SPOOLS);
    }

    private static SpoolAfterPowerLoss spoolAt(DiskAfterPowerLoss disk, int moment, Luck luck) throws IOException {
        Path left = fixture.recorder.fresh();
        try {
            disk.rebuild(moment, luck, left.resolve("spool"));
            return SpoolAfterPowerLoss.open(left.resolve("spool"));
        } finally {
            Recorder.delete(left);
        }
    }

    private static DatabaseAfterPowerLoss databaseAt(DiskAfterPowerLoss disk, int moment, Luck luck)
            throws IOException {
        Path left = fixture.recorder.fresh();
        try {
            disk.rebuild(moment, luck, left.resolve("database"));
            return DatabaseAfterPowerLoss.open(
                    fixture.posthorn.home(), left.resolve("database"), fixture.posthorn.port(Port.DB));
        } catch (IllegalStateException e) {
            throw new IllegalStateException("seed " + SEED + ", moment " + moment + ", " + luck, e);
        } finally {
            Recorder.delete(left);
        }
    }

    /** What shows that the other tests would notice a force that is missing. */
    @Test
    void withoutTheForcesLettersWouldBeLost() throws IOException {
        int moment =
                fixture.promises.taken().values().stream().max(Integer::compare).orElseThrow() + 1;
        SpoolAfterPowerLoss all = spoolAt(fixture.recorder.disk(fixture.recording, "spool"), moment, Luck.NONE);
        assertThat(fixture.promises.open(moment)).isPositive();
        assertThat(fixture.promises.faults(moment, all)).isEmpty();
        for (boolean directory : List.of(false, true)) {
            DiskAfterPowerLoss lazy = fixture.recorder.disk(
                    fixture.recording.without(operation -> operation instanceof Operation.Force force
                            && force.path().endsWith("/spool") == directory),
                    "spool");
            assertThat(fixture.promises.faults(moment, spoolAt(lazy, moment, Luck.NONE)))
                    .isNotEmpty();
        }
        DiskAfterPowerLoss lazy = fixture.recorder.disk(
                fixture.recording.without(operation -> operation instanceof Operation.Force force
                        && force.path().contains("/database/")),
                "database");
        int end = fixture.recording.end();
        assertThat(fixture.promises.faults(end, all, databaseAt(lazy, end, Luck.NONE)))
                .isNotEmpty();
    }

    @Test
    void spoolAndDatabaseTogetherKeepWhatWasTaken() throws IOException {
        DiskAfterPowerLoss spool = fixture.recorder.disk(fixture.recording, "spool");
        DiskAfterPowerLoss database = fixture.recorder.disk(fixture.recording, "database");
        List<String> faults = new ArrayList<>();
        for (Loss loss : losses(DATABASES, 2)) {
            int moment = loss.moment();
            faults.addAll(fixture.promises.faults(
                    moment, spoolAt(spool, moment, loss.spool()), databaseAt(database, moment, loss.database())));
        }
        report(String.format(Locale.ROOT, "power-loss databases=%d faults=%d", DATABASES, faults.size()));
        assertThat(faults).as("seed %s", SEED).isEmpty();
    }

    @Test
    void aServerStartedOnWhatIsLeftDeliversWhatWasTaken() throws IOException {
        DiskAfterPowerLoss spool = fixture.recorder.disk(fixture.recording, "spool");
        DiskAfterPowerLoss database = fixture.recorder.disk(fixture.recording, "database");
        for (Loss loss : losses(STARTS, 3)) {
            int moment = loss.moment();
            Path home = fixture.posthorn.home();
            Recorder.delete(home.resolve("spool"));
            Recorder.delete(home.resolve("database"));
            spool.rebuild(moment, loss.spool(), home.resolve("spool"));
            database.rebuild(moment, loss.database(), home.resolve("database"));
            long open = fixture.promises.open(moment);
            fixture.posthorn.up();
            Ledger ledger = fixture.promises.ledger(moment);
            Poll.until(PATIENCE, () -> MAILBOXES.stream()
                    .allMatch(mailbox -> count(fixture.posthorn, mailbox) >= ledger.owed(mailbox)));
            Audit audit = new Audit(ledger);
            for (String mailbox : MAILBOXES) {
                try (Inbox inbox = open(fixture.posthorn, mailbox)) {
                    audit.mailbox(mailbox, inbox);
                }
            }
            fixture.posthorn.run("", "down");
            SpoolAfterPowerLoss rest = SpoolAfterPowerLoss.open(home.resolve("spool"));
            report(String.format(Locale.ROOT, "power-loss start at=%d from-spool=%d %s", moment, open, audit));
            assertThat(audit.faults()).as("seed %s, moment %s", SEED, moment).isEmpty();
            assertThat(ledger.entries().keySet())
                    .as("letters to elsewhere, seed %s, moment %s", SEED, moment)
                    .filteredOn(id -> ledger.isOwed(id, AWAY))
                    .allMatch(id -> rest.has(id, AWAY));
        }
    }

    /** Half of them right behind a promise, when what it promises was written last; the others anywhere. */
    private static List<Integer> moments(int count, int salt) {
        Random random = new Random(SEED + salt);
        List<Integer> promises = new ArrayList<>(fixture.promises.taken().values());
        promises.addAll(fixture.promises.stored().values());
        Collections.sort(promises);
        int last = promises.get(promises.size() - 1);
        List<Integer> moments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            moments.add(
                    i % 2 == 0
                            ? promises.get(random.nextInt(promises.size())) + 1
                            : fixture.recorder.from() + random.nextInt(last - fixture.recorder.from()));
        }
        return moments;
    }

    /** A moment, and what happens to the writes to spool and database that were not forced then. */
    private record Loss(int moment, Luck spool, Luck database) {}

    private static List<Loss> losses(int count, int salt) {
        List<Integer> moments = moments(count, salt);
        List<Loss> losses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int moment = moments.get(i);
            Luck luck = i % 4 == 0 || i % 4 == 3 ? Luck.NONE : new RandomLuck(SEED + moment);
            losses.add(new Loss(moment, luck, TORN_DATABASES ? luck : Luck.NONE));
        }
        return losses;
    }

    private static long count(PosthornServer posthorn, String mailbox) {
        try (Inbox inbox = open(posthorn, mailbox)) {
            return inbox.count();
        }
    }

    private static Inbox open(PosthornServer posthorn, String mailbox) {
        return Inbox.open(posthorn.port(Port.IMAPS), mailbox, PASSWORD);
    }

    private static void report(String line) {
        LOGGER.info("{}", line);
        try {
            Files.writeString(
                    Path.of("target", "power-loss.txt"),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.it.loss.Audit;
import org.posthorn.it.loss.Inbox;
import org.posthorn.it.loss.Killer;
import org.posthorn.it.loss.Ledger;
import org.posthorn.it.loss.Postmen;
import org.posthorn.it.loss.ServerProcess;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer.Port;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was answered with 250 survives {@code kill -9} of the server and of the database, whole.
 *
 * <p>{@code -Dposthorn.kills=200} kills more often than the 20 times of the test command, {@code -Dposthorn.kills.seed} repeats a run as
 * far as a random moment can be repeated. The result is a line in the log and in {@code target/kill-loop.txt}.
 */
class KillLoopIT {

    private static final Logger LOGGER = LoggerFactory.getLogger(KillLoopIT.class);

    private static final int KILLS = Integer.getInteger("posthorn.kills", 20);
    private static final long SEED = Long.getLong("posthorn.kills.seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(4);
    private static final Duration LATE = Duration.ofSeconds(20);
    private static final Set<String> MAILBOXES = Set.of("alice@example.test", "bob@example.test", "erin@second.test");
    private static final Map<String, Set<String>> ADDRESSES = Map.of(
            "alice@example.test", Set.of("alice@example.test"),
            "bob@example.test", Set.of("bob@example.test"),
            "erin@second.test", Set.of("erin@second.test"),
            "sales@example.test", Set.of("alice@example.test", "bob@example.test"));

    static List<MariaDbFlavour> flavours() {
        return MariaDbServer.flavours();
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void everyAcknowledgedMailIsInItsMailboxWhole(MariaDbFlavour flavour) {
        Ledger ledger = new Ledger();
        try (Stack stack = Stack.own(flavour, Map.of())) {
            ServerProcess server = new ServerProcess(stack.posthorn(), SEED);
            Killer ofServer = new Killer(server, KILLS * 3 / 5, 2000, ledger::acknowledged, SEED + 1);
            Killer ofDatabase = new Killer(
                    new Database(stack.mariaDb()), KILLS - KILLS * 3 / 5, 6000, ledger::acknowledged, SEED + 2);
            Postmen.Round round = new Postmen.Round(stack.port(Port.SMTP), ADDRESSES, 1000, 300_000, 100);
            LOGGER.info("kill-loop begins: database={} kills={} seed={}", flavour, KILLS, SEED);
            try (Postmen postmen = Postmen.start(6, round, ledger, "kill", SEED)) {
                CompletableFuture.allOf(CompletableFuture.runAsync(ofServer), CompletableFuture.runAsync(ofDatabase))
                        .join();
            }
            awaitAll(stack, ledger);
            Audit audit = audit(stack, ledger);
            report(String.format(
                    Locale.ROOT,
                    "kill-loop database=%s seed=%d kills-of-server=%d while-starting=%d kills-of-database=%d %s bounced=%d",
                    flavour,
                    SEED,
                    ofServer.done(),
                    server.killedWhileStarting(),
                    ofDatabase.done(),
                    audit,
                    stack.sent().size()));
            assertThat(audit.faults()).as("seed %s", SEED).isEmpty();
            assertThat(stack.sent()).as("bounces, seed %s", SEED).isEmpty();
        }
    }

    /** Until nothing more comes: soon after what is owed is there, and not soon where something of it is missing. */
    private static void awaitAll(Stack stack, Ledger ledger) {
        long owed = MAILBOXES.stream().mapToLong(ledger::owed).sum();
        Poll.until(PATIENCE, () -> {
            long before = total(stack);
            return !Poll.until(before >= owed ? SOON : LATE, () -> total(stack) > before);
        });
    }

    private static long total(Stack stack) {
        long total = 0;
        for (String mailbox : MAILBOXES) {
            try (Inbox inbox = open(stack, mailbox)) {
                total += inbox.count();
            }
        }
        return total;
    }

    private static Audit audit(Stack stack, Ledger ledger) {
        Audit audit = new Audit(ledger);
        for (String mailbox : MAILBOXES) {
            try (Inbox inbox = open(stack, mailbox)) {
                audit.mailbox(mailbox, inbox);
            }
        }
        return audit;
    }

    private static Inbox open(Stack stack, String mailbox) {
        return Inbox.open(stack.port(Port.IMAPS), mailbox, Stack.PASSWORD);
    }

    private static void report(String line) {
        LOGGER.info("{}", line);
        try {
            Files.writeString(
                    Path.of("target", "kill-loop.txt"),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Database(MariaDbServer server) implements Killer.Victim {
        @Override
        public void kill() {
            server.kill9();
        }

        @Override
        public void rise() {
            server.start();
        }

        @Override
        public String toString() {
            return "database";
        }
    }
}

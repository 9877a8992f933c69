// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.it.loss.Audit;
import org.posthorn.it.loss.Inbox;
import org.posthorn.it.loss.Ledger;
import org.posthorn.it.loss.Ledger.Answer;
import org.posthorn.it.loss.Postmen;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.PosthornServer.Outcome;
import org.posthorn.testing.PosthornServer.Port;

/**
 * A backup is made while mail flows, and restored into another data directory.
 *
 * <p>Two mails to Erin are in the spool and in no mailbox for as long as the backup takes, because her folders are locked. Two to Carol
 * are delivered between its two steps, while the launcher is stopped.
 */
class BackupIT {

    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";
    private static final String CAROL = "carol@example.test";
    private static final String ERIN = "erin@second.test";
    private static final Set<String> MAILBOXES = Set.of(ALICE, BOB, CAROL, ERIN);
    private static final PosthornServer ORIGINAL = new PosthornServer();
    private static final PosthornServer RESTORED = new PosthornServer();
    private static final Ledger LEDGER = new Ledger();
    /** What was acknowledged before the backup began; the other letters may be in it or not, but not damaged and not twice. */
    private static final Ledger BEFORE = new Ledger();

    @TempDir
    private static Path directory;

    private static Path backup;
    private static long lastUid;
    private static String uidValidity;

    @BeforeAll
    static void backUpWhileMailFlowsAndRestore() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        backup = directory.resolve("backup");
        ORIGINAL.set("POSTHORN_RETRY_DELAYS", "1s").up();
        RESTORED.set("POSTHORN_RETRY_DELAYS", "1s");
        EmbeddedDatabase.execute(
                ORIGINAL, "postfixadmin", Files.readString(Path.of("src/test/resources/org/posthorn/it/accounts.sql")));
        sieve(ORIGINAL, "PUTSCRIPT \"filter\" {7+}\r\nkeep;\r\n", "SETACTIVE \"filter\"");
        MAILBOXES.forEach(mailbox -> send(ORIGINAL, 1, mailbox, "first-" + mailbox));
        MAILBOXES.forEach(mailbox -> awaitCount(mailbox, 1));
        Set<String> acknowledged;
        try (Postmen flow = Postmen.start(3, round(ORIGINAL, Set.of(ALICE, BOB)), LEDGER, "flow", 1)) {
            acknowledged = backUp();
            assertThat(flow).isNotNull();
        }
        LEDGER.entries()
                .forEach((id, entry) -> BEFORE.write(
                        id, entry.mailboxes(), acknowledged.contains(id) ? Answer.ACKNOWLEDGED : Answer.UNANSWERED));
        try (Inbox alice = inbox(ORIGINAL, ALICE)) {
            lastUid = alice.uids().get(alice.uids().size() - 1);
            uidValidity = validity(alice);
        }
        assertDone(ORIGINAL.run("", "down"));
        assertDone(RESTORED.run("", "restore", backup.toString()));
        RESTORED.up();
        assertThat(soon(() -> RESTORED.run("", "queue", "list").output().contains("the queues are empty")))
                .isTrue();
    }

    /** Returns when the backup is made, with what was acknowledged before it began. */
    private static Set<String> backUp() throws Exception {
        try (Connection erin = EmbeddedDatabase.lockFolders(ORIGINAL, ERIN);
                Connection carol = EmbeddedDatabase.lockFolders(ORIGINAL, CAROL)) {
            send(ORIGINAL, 2, ERIN, "held");
            send(ORIGINAL, 2, CAROL, "between");
            Set<String> acknowledged = acknowledged();
            try (StoppedBackup stopped = StoppedBackup.start(ORIGINAL, backup)) {
                carol.rollback();
                awaitCount(CAROL, 3);
                assertDone(stopped.goOn());
            }
            erin.rollback();
            return acknowledged;
        }
    }

    @AfterAll
    static void stop() {
        RESTORED.close();
        ORIGINAL.close();
    }

    @Test
    void everyMailAcknowledgedBeforeTheBackupIsThereWholeAndOnce() {
        assertThat(BEFORE.acknowledged()).isGreaterThanOrEqualTo(8);
        Audit audit = new Audit(BEFORE);
        for (String mailbox : MAILBOXES) {
            try (Inbox inbox = inbox(RESTORED, mailbox)) {
                audit.mailbox(mailbox, inbox);
            }
        }

        assertThat(audit.faults()).isEmpty();
        assertThat(audit.toString()).contains(" missing=0 damaged=0 duplicates=0 ");
    }

    @Test
    void aMailDeliveredBetweenTheTwoStepsIsInBothAndStoredOnce() throws Exception {
        assertThat(spoolOfTheBackup()).contains("X-Letter: between-1 ", "X-Letter: held-1 ");
        assertThat(dumpOfTheBackup()).contains("X-Letter: between-1 ").doesNotContain("X-Letter: held-1 ");

        assertThat(RESTORED.log().lines())
                .filteredOn(line -> line.contains("result=there-already") && line.contains(CAROL))
                .hasSize(2);
        try (Inbox carol = inbox(RESTORED, CAROL);
                Inbox erin = inbox(RESTORED, ERIN)) {
            assertThat(carol.count()).isEqualTo(3);
            assertThat(erin.count()).isEqualTo(3);
        }
    }

    @Test
    void noUidIsGivenOutASecondTime() {
        try (Inbox alice = inbox(RESTORED, ALICE)) {
            long count = alice.count();
            send(RESTORED, 1, ALICE, "after");
            assertThat(soon(() -> alice.count() > count)).isTrue();
            List<Long> uids = alice.uids();
            assertThat(uids.get(uids.size() - 1)).isGreaterThan(lastUid + 900_000);
            assertThat(String.join("\n", alice.command("FETCH 1 (MODSEQ)")))
                    .containsPattern("1 FETCH .*MODSEQ \\(1\\d{6,}\\)");
            assertThat(validity(alice)).isEqualTo(uidValidity);
        }
    }

    @Test
    void theFiguresOfQuotaAreExact() {
        assertThat(RESTORED.run("", "quota", "recount").output()).contains("repaired: 0");
    }

    @Test
    void theUsersFiltersAreThere() {
        assertThat(sieve(RESTORED, "LISTSCRIPTS")).contains("\"filter\" ACTIVE");
    }

    @Test
    void nobodyElseCanReadTheBackup() throws Exception {
        try (Stream<Path> all = Files.walk(backup)) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as("%s", path)
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void aDamagedBackupIsRefusedAndNothingIsTouched() throws Exception {
        try (PosthornServer other = new PosthornServer()) {
            assertDone(other.run("", "backup", "--verify", backup.toString()));
            assertRefusedWith(other, "about", file -> Files.writeString(file, Files.readString(file) + "x"));
            assertRefusedWith(other, "database/dump.sql", file -> Files.write(file, cutOff(file)));
            assertRefusedWith(other, "manifest.sha256", Files::delete);
            Path stranger = Files.writeString(backup.resolve("data/stranger"), "");
            assertRefused(other.run("", "restore", backup.toString()), "its manifest");
            Files.delete(stranger);

            assertThat(other.home()).doesNotExist();
        }
        assertDone(RESTORED.run("", "backup", "--verify", backup.toString()));
    }

    @Test
    void nothingIsOverwritten() {
        assertRefused(RESTORED.run("", "restore", backup.toString()), "is not empty");
        assertRefused(RESTORED.run("", "backup", backup.toString()), "is not an empty directory");
        assertRefused(RESTORED.run("", "backup", RESTORED.home() + "/backup"), "lies in the data directory");
        assertRefused(
                RESTORED.run("", "backup", directory.resolve("missing/backup").toString()), "the directory above");
    }

    @Test
    void aServerThatIsDownIsBackedUpAndStaysDown() throws Exception {
        Path target = directory.resolve("down");

        try (ServerSocket other = new ServerSocket(ORIGINAL.port(Port.DB), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(other.isBound()).isTrue();
            assertDone(ORIGINAL.run("", "backup", target.toString()));
        }

        assertDone(ORIGINAL.run("", "backup", "--verify", target.toString()));
        assertThat(ORIGINAL.run("", "status").exitCode()).isEqualTo(3);
        assertThat(ORIGINAL.home().resolve("spool/snapshots")).isEmptyDirectory();
    }

    @Test
    void aDataDirectoryIsKnownUnderAnotherName() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), RESTORED.home());
        Path target = directory.resolve("by-link");
        try {
            assertDone(RESTORED.set("POSTHORN_HOME", link.toString()).run("", "backup", target.toString()));
        } finally {
            RESTORED.set("POSTHORN_HOME", RESTORED.home().toString());
        }

        assertThat(target.resolve("about")).content().contains("database=embedded");
    }

    /** A file of the snapshot has one link less when the server deletes its own, and tar tells that as a change. */
    @Test
    void aSpoolThatEmptiesMeanwhileIsCopied() throws Exception {
        Path program = Files.createDirectory(directory.resolve("bin")).resolve("tar");
        Files.writeString(
                program,
                "#!/bin/sh\nPATH=${PATH#*:}\ntar \"$@\"\nstatus=$?\n"
                        + "case \"$*\" in *snapshots*) exit 1 ;; esac\nexit $status\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            RESTORED.set("PATH", program.getParent() + ":" + System.getenv("PATH"));

            assertDone(RESTORED.run("", "backup", directory.resolve("emptied").toString()));
        } finally {
            RESTORED.set("PATH", System.getenv("PATH"));
        }
    }

    @Test
    void aBackupThatFailsLeavesNothing() throws Exception {
        ProcessHandle database =
                ProcessHandle.of(RESTORED.processId("database")).orElseThrow();
        database.destroyForcibly();
        database.onExit().join();
        Path target = Files.createDirectory(directory.resolve("failed"));

        assertRefused(RESTORED.run("", "backup", target.toString()), "no backup was made");

        assertThat(target).isEmptyDirectory();
        assertThat(RESTORED.home().resolve("spool/snapshots")).isEmptyDirectory();
        RESTORED.up();
    }

    private interface Damage {
        void doTo(Path file) throws IOException;
    }

    private static void assertRefusedWith(PosthornServer other, String name, Damage damage) throws IOException {
        Path file = backup.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        damage.doTo(file);
        assertRefused(other.run("", "restore", backup.toString()), "backup");
        Files.write(file, whole);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static byte[] cutOff(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        return Arrays.copyOf(whole, whole.length - 1000);
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    private static void assertRefused(Outcome outcome, String why) {
        assertThat(outcome.exitCode()).as(outcome.output()).isNotZero();
        assertThat(outcome.output()).contains(why);
    }

    private static String spoolOfTheBackup() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(backup.resolve("data/spool"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static String dumpOfTheBackup() throws IOException {
        return Files.readString(backup.resolve("database/dump.sql"), StandardCharsets.ISO_8859_1);
    }

    private static Set<String> acknowledged() {
        return LEDGER.entries().entrySet().stream()
                .filter(entry -> entry.getValue().answer() == Answer.ACKNOWLEDGED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Postmen.Round round(PosthornServer server, Set<String> mailboxes) {
        Map<String, Set<String>> addresses =
                mailboxes.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Set::of));
        return new Postmen.Round(server.port(Port.SMTP), addresses, 1000, 100_000, 20);
    }

    private static void send(PosthornServer server, int letters, String mailbox, String prefix) {
        try (Postmen one = Postmen.start(1, letters, round(server, Set.of(mailbox)), LEDGER, prefix, 1)) {
            one.await();
        }
    }

    private static Inbox inbox(PosthornServer server, String user) {
        return Inbox.open(server.port(Port.IMAPS), user, Stack.PASSWORD);
    }

    private static String validity(Inbox inbox) {
        return inbox.command("STATUS INBOX (UIDVALIDITY)").get(0);
    }

    private static void awaitCount(String mailbox, long count) {
        try (Inbox inbox = inbox(ORIGINAL, mailbox)) {
            assertThat(soon(() -> inbox.count() >= count)).as(mailbox).isTrue();
        }
    }

    private static boolean soon(BooleanSupplier condition) {
        return Poll.until(Duration.ofSeconds(60), condition);
    }

    /** What Alice is answered to these commands of ManageSieve. */
    private static List<String> sieve(PosthornServer server, String... commands) {
        try (Session client = Session.plain(server.port(Port.SIEVE))) {
            client.readUntil("OK");
            client.send("STARTTLS").readUntil("OK");
            client.upgrade().readUntil("OK");
            byte[] login = ("\0" + ALICE + "\0" + Stack.PASSWORD).getBytes(StandardCharsets.UTF_8);
            client.send("AUTHENTICATE \"PLAIN\" \"" + Base64.getEncoder().encodeToString(login) + "\"")
                    .readUntil("OK");
            List<String> answers = new ArrayList<>();
            for (String command : commands) {
                answers.addAll(client.send(command).readUntil("OK"));
            }
            return answers;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.PosthornServer.Outcome;

/** Which backups are not restored, what a restore that was killed leaves, and where another database than the embedded one is dumped. */
class RestoreIT {

    private static final PosthornServer ORIGINAL = new PosthornServer();

    @TempDir
    private static Path directory;

    private static Path backup;

    @BeforeAll
    static void backUp() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        backup = directory.resolve("backup");
        ORIGINAL.up();
        EmbeddedDatabase.execute(
                ORIGINAL, "postfixadmin", Files.readString(Path.of("src/test/resources/org/posthorn/it/accounts.sql")));
        assertDone(ORIGINAL.run("", "backup", backup.toString()));
    }

    @AfterAll
    static void stop() {
        ORIGINAL.close();
    }

    /** It is killed while its database is being made, so that nobody remembers a process yet, or shortly after. */
    @Test
    void whatAKilledRestoreLeftRunningIsEndedByDownAndRefusedByUpAndRestore() throws Exception {
        try (PosthornServer other = new PosthornServer()) {
            CompletableFuture<Outcome> restore =
                    CompletableFuture.supplyAsync(() -> other.run("", "restore", backup.toString()));
            assertThat(soon(() -> restore.isDone() || hasDatabase(other.home())))
                    .isTrue();
            launcher("restore").destroyForcibly();
            restore.join();

            Outcome down = other.run("", "down");

            assertDone(down);
            assertThat(down.output()).contains("Stopping the database.", "Posthorn is down.");
            assertThat(databases(other.home())).isEmpty();
            assertRefused(other.run("", "restore", backup.toString()), "was cut off: run ./posthorn down, empty");
            assertRefused(other.run("", "up"), "was cut off: run ./posthorn down, empty");
            assertThat(databases(other.home())).isEmpty();
        }
    }

    @Test
    void aBackupOfANewerVersionIsRefusedAndTheVersionNamed() throws Exception {
        assertRefusedWhenAboutSays("format=1", "format=2", "this is 0.");
        assertRefusedWhenAboutSays("version=0.", "version=99.0.", "was made by Posthorn 99.0.");
    }

    @Test
    void aDumpWithoutItsEndIsRefusedThoughTheManifestKnowsNoBetter() throws Exception {
        Path dump = backup.resolve("database/dump.sql");
        Path manifest = backup.resolve("manifest.sha256");
        byte[] wholeDump = Files.readAllBytes(dump);
        String wholeManifest = Files.readString(manifest);
        try {
            Files.write(dump, "SELECT 1;\n".getBytes(StandardCharsets.US_ASCII));
            Files.writeString(manifest, wholeManifest.replace(sha256(wholeDump), sha256(Files.readAllBytes(dump))));

            assertRefused(ORIGINAL.run("", "backup", "--verify", backup.toString()), "is cut off");
        } finally {
            Files.write(dump, wholeDump);
            Files.writeString(manifest, wholeManifest);
        }
        assertDone(ORIGINAL.run("", "backup", "--verify", backup.toString()));
    }

    /** The embedded database does for one of the administrator's own, once its password stands in another file. */
    @Test
    void aDatabaseOfOnesOwnIsDumpedByAProgramOfThisMachine() throws Exception {
        Path secrets = ORIGINAL.home().resolve("secrets");
        Path environment = ORIGINAL.home().resolve("run/environment");
        String embedded = Files.readString(environment);
        Files.move(secrets.resolve("database.password"), secrets.resolve("own.password"));
        Files.writeString(environment, embedded.replace("/database.password", "/own.password"));
        Path target = directory.resolve("own");
        try (Stream<Path> programs =
                Files.find(ORIGINAL.home().resolve("mariadb"), 3, (path, any) -> path.endsWith("bin/mariadb-dump"))) {
            Path bin = programs.findFirst().orElseThrow().resolveSibling("");
            ORIGINAL.set("PATH", bin + ":" + System.getenv("PATH"));

            assertDone(ORIGINAL.run("", "backup", target.toString()));
        } finally {
            ORIGINAL.set("PATH", System.getenv("PATH"));
            Files.move(secrets.resolve("own.password"), secrets.resolve("database.password"));
            Files.writeString(environment, embedded);
        }

        assertThat(Files.readString(target.resolve("database/dump.sql"), StandardCharsets.ISO_8859_1))
                .contains("CREATE TABLE `mailbox`", "CREATE TABLE `posthorn_message`", "alice@example.test");
        assertThat(target.resolve("about")).content().contains("database=jdbc:mysql://127.0.0.1:");
        try (Stream<Path> files = Files.list(ORIGINAL.home().resolve("run"))) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("dump."));
        }
        assertRefused(ORIGINAL.run("", "restore", target.toString()), "only the embedded database");
    }

    private static void assertRefusedWhenAboutSays(String text, String other, String why) throws IOException {
        Path about = backup.resolve("about");
        String whole = Files.readString(about);
        assertThat(whole).contains(text);
        try {
            Files.writeString(about, whole.replace(text, other));

            assertRefused(ORIGINAL.run("", "backup", "--verify", backup.toString()), why);
        } finally {
            Files.writeString(about, whole);
        }
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    private static void assertRefused(Outcome outcome, String why) {
        assertThat(outcome.exitCode()).as(outcome.output()).isNotZero();
        assertThat(outcome.output()).contains(why);
    }

    private static boolean soon(BooleanSupplier condition) {
        return Poll.until(Duration.ofSeconds(60), condition);
    }

    private static boolean hasDatabase(Path home) {
        return Files.exists(home.resolve("database.new")) || Files.exists(home.resolve("database"));
    }

    private static ProcessHandle launcher(String command) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("posthorn " + command + " "))
                .findAny()
                .orElseThrow();
    }

    private static Stream<ProcessHandle> databases(Path home) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(home + "/mariadb/"));
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}

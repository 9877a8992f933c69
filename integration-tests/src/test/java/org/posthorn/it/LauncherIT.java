// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.PosthornServer.Outcome;
import org.posthorn.testing.PosthornServer.Port;

/** One command starts everything with a database of its own, and one ends it. */
class LauncherIT {

    private final PosthornServer posthorn = new PosthornServer();

    @AfterEach
    void stop() {
        posthorn.close();
    }

    @Test
    void theDemoDeliversAMailStatusTellsAndDownLeavesNothing() {
        Outcome demo = posthorn.run("", "up", "--demo");

        assertThat(demo.exitCode()).as(demo.output()).isZero();
        assertThat(demo.output())
                .contains(
                        "alice@example.test",
                        "bob@example.test",
                        "250 2.0.0",
                        "read over IMAPS",
                        "when content is scanned")
                .doesNotContain("\u001b[");
        Outcome status = posthorn.run("", "status");
        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output()).contains("not scanned");
        assertThat(posthorn.run("", "up").output()).contains("runs already");

        assertThat(posthorn.run("", "down").exitCode()).isZero();

        assertThat(processes()).isEmpty();
        assertThat(posthorn.run("", "status").exitCode()).isNotZero();
    }

    @Test
    void theAccountsSurviveKillMinus9OfServerAndDatabase() {
        posthorn.up();
        assertThat(posthorn.run("", "cli", "AddDomain", "kept.test").exitCode()).isZero();

        processes().forEach(ProcessHandle::destroyForcibly);
        assertThat(Poll.until(Duration.ofSeconds(20), () -> processes().isEmpty()))
                .isTrue();
        posthorn.up();

        assertThat(posthorn.run("", "cli", "ListDomains").output()).contains("kept.test");
        try (Session client = Session.plain(posthorn.port(Port.SMTP))) {
            assertThat(client.reply()).startsWith("220");
        }
    }

    @Test
    void nothingThatListensRunsAsRoot() throws IOException {
        posthorn.up();

        List<ProcessHandle> processes = processes();
        assertThat(processes).hasSizeGreaterThanOrEqualTo(2);
        for (ProcessHandle process : processes) {
            assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/status")))
                    .doesNotContain("Uid:\t0");
        }
    }

    @Test
    void anUnknownCommandIsRefusedAndHelpIsNamed() {
        Outcome outcome = posthorn.run("", "upp");

        assertThat(outcome.exitCode()).isEqualTo(64);
        assertThat(outcome.output()).contains("no command 'upp'", "./posthorn help");
    }

    /** An engine that takes the question and never answers must not stop the tests; the fake one tells who would end it. */
    @Test
    void dockerIsAskedForTenSecondsAtMost(@TempDir Path programs) throws IOException {
        Path asked = programs.resolve("asked");
        program(programs, "docker", "tr '\\0' ' ' </proc/$PPID/cmdline >" + asked + "; exit 1");
        program(programs, "mvn", "echo tests begin");
        program(programs, "dpkg-query", "echo install ok installed");
        posthorn.set("PATH", programs + ":" + System.getenv("PATH"));

        Outcome outcome = posthorn.run("", "test");

        assertThat(outcome.output()).contains("No Docker answers", "tests begin");
        assertThat(asked).content().startsWith("timeout --foreground 10 docker info");
    }

    private static void program(Path directory, String name, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The processes that name the data directory in their arguments: the server and its database. */
    private List<ProcessHandle> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process ->
                            commandLine(process).contains(posthorn.home().toString()))
                    .toList();
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return ""; // gone, or another user's
        }
    }
}

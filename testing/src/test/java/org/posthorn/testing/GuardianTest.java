// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardianTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    /** Stands in for the JVM of a test that is killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            Guardian guardian = Guardian.start(directory, directory.resolve("log"), List.of("sleep", "1000"));
            Files.writeString(Path.of(arguments[1]), Long.toString(guardian.processId()));
            TimeUnit.DAYS.sleep(1);
        }
    }

    @Test
    void endsAProcessWithTheSignalItIsTold() throws IOException {
        Path log = directory.resolve("log");
        String script = "trap 'echo asked; exit' TERM; echo ready; while :; do sleep 0.01; done";
        Guardian guardian = Guardian.start(directory, log, List.of("sh", "-c", script));
        assertThat(Poll.until(LIMIT, () -> isWritten(log))).isTrue();
        assertThat(guardian.isRunning()).isTrue();
        guardian.end("TERM");

        assertThat(guardian.isRunning()).isFalse();
        assertThat(log).hasContent("ready\nasked");
    }

    @Test
    void noticesThatAProcessEndedByItself() {
        Guardian guardian = Guardian.start(directory, directory.resolve("log"), List.of("true"));

        assertThat(Poll.until(LIMIT, () -> !guardian.isRunning())).isTrue();
        guardian.end("TERM");
    }

    @Test
    void leavesNothingWhenTheJvmIsKilled() throws IOException, InterruptedException {
        Path guarded = Files.createDirectory(directory.resolve("guarded"));
        Path number = directory.resolve("number");
        Process jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        guarded.toString(),
                        number.toString())
                .inheritIO()
                .start();
        assertThat(Poll.until(LIMIT.multipliedBy(3), () -> isWritten(number))).isTrue();
        long process = Long.parseLong(Files.readString(number));
        assertThat(ProcessHandle.of(process)).isPresent();
        jvm.destroyForcibly().waitFor();

        assertThat(Poll.until(LIMIT, () -> !Files.exists(guarded))).isTrue();
        assertThat(Poll.until(LIMIT, () -> ProcessHandle.of(process).isEmpty())).isTrue();
    }

    private static boolean isWritten(Path file) {
        try {
            return Files.exists(file) && !Files.readString(file).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is true of containers alone, where there is a Docker to run them. */
class MySqlContainerTest {
    /** A JVM of its own that starts a container, says so in a file, and is killed. */
    static final class Doomed {
        private Doomed() {}

        public static void main(String[] arguments) throws Exception {
            MySqlContainer container = new MySqlContainer("secret");
            container.start();
            Files.writeString(Path.of(arguments[0]), container.name());
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
    }

    static Stream<MariaDbFlavour> containers() {
        return MariaDbServer.flavours().stream().filter(flavour -> flavour == MariaDbFlavour.MYSQL);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("containers")
    void nothingIsLeftWhenItIsRemovedWhetherItRunsOrNot(MariaDbFlavour flavour) {
        DatabaseHost running = flavour.host("secret");
        running.start();
        assertThat(running.isRunning()).isTrue();
        running.remove();
        MySqlContainer killed = new MySqlContainer("secret");
        killed.start();
        killed.end("KILL");
        assertThat(killed.isRunning()).isFalse();
        killed.remove();

        assertThat(exists(killed.name())).isFalse();
        assertThat(exists(((MySqlContainer) running).name())).isFalse();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("containers")
    void itGoesWithAJvmThatIsKilled(MariaDbFlavour flavour, @TempDir Path directory) throws Exception {
        assertThat(flavour.isAvailable()).isTrue();
        Path name = directory.resolve("name");
        Process doomed = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName(),
                        name.toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        assertThat(Poll.until(Duration.ofMinutes(1), () -> written(name))).isTrue();
        doomed.destroyForcibly().waitFor();

        String container = Files.readString(name);
        assertThat(Poll.until(Duration.ofMinutes(1), () -> !exists(container))).isTrue();
    }

    private static boolean written(Path file) {
        return Files.exists(file) && file.toFile().length() > 0;
    }

    private static boolean exists(String container) {
        return !Docker.run("ps", "--all", "--quiet", "--filter=name=" + container)
                .isBlank();
    }
}

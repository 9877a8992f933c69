// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.PosthornServer.Port;

/** The same artifact runs on every Java that this machine has, from 17 on. */
class JavaVersionsIT {

    @ParameterizedTest
    @MethodSource("installed")
    void theServerStartsAndGreets(Path java) throws IOException {
        try (PosthornServer posthorn =
                new PosthornServer().set("JAVA_HOME", java.toString()).up()) {
            assertThat(Files.readSymbolicLink(Path.of("/proc/" + posthorn.processId("server") + "/exe")))
                    .startsWith(java);
            try (Session client = Session.plain(posthorn.port(Port.SMTP))) {
                assertThat(client.reply()).startsWith("220 ");
            }
        }
    }

    /** The Java that runs this test, and those where Debian's packages put them. */
    static List<Path> installed() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        Path packages = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(packages)) {
            return List.of(own);
        }
        try (Stream<Path> found = Files.list(packages)) {
            return Stream.concat(
                            Stream.of(own), found.filter(Files::isDirectory).map(JavaVersionsIT::real))
                    .filter(java -> version(java) >= 17)
                    .distinct()
                    .toList();
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    /** The feature release that the file {@code release} of a JDK names; 0 when there is none. */
    private static int version(Path java) {
        try {
            return Files.readAllLines(java.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("\\D+", " ").strip().split(" ", -1)[0])
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}

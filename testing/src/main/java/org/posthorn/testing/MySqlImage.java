// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The image that MySQL runs from: Debian's package {@code mysql-server}, built where it is not built yet.
 *
 * <p>The first build fetches Debian's base image and packages; after that Docker remembers its steps, and a build takes a second.
 */
final class MySqlImage {
    static final String NAME = "posthorn-tests-mysql";

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);
    private static final System.Logger LOGGER = System.getLogger(MySqlImage.class.getName());

    private MySqlImage() {}

    /** Whether there is a Docker, and the image in it; builds the image at the first call. */
    static boolean isAvailable() {
        return Built.PROBLEM.isEmpty();
    }

    /** Empty once the image is there, else why it is not. */
    static Optional<String> problem() {
        return Built.PROBLEM;
    }

    private static Optional<String> build() {
        if (!Docker.outcome(ANSWER_LIMIT, Map.of(), "info").succeeded()) {
            return Optional.of("no Docker answers");
        }
        Path context = Directories.fresh("posthorn-mysql-");
        try {
            for (String file : new String[] {"Dockerfile", "start-mysql"}) {
                copy(file, context);
            }
            Docker.Outcome outcome = Docker.outcome(BUILD_LIMIT, Map.of(), "build", "-t", NAME, context.toString());
            if (outcome.succeeded()) {
                return Optional.empty();
            }
            LOGGER.log(
                    System.Logger.Level.WARNING, "no tests on MySQL, its image cannot be built: {0}", outcome.output());
            return Optional.of("its image cannot be built: " + outcome.output());
        } finally {
            Directories.delete(context);
        }
    }

    private static void copy(String file, Path directory) {
        try (InputStream content =
                Objects.requireNonNull(MySqlImage.class.getResourceAsStream("mysql/" + file), file)) {
            Files.copy(content, directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asked for once per JVM. */
    private static final class Built {
        private static final Optional<String> PROBLEM = build();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What fixtures do with whole directories. */
final class Directories {
    private Directories() {}

    /** The directory for temporary files, as the JVM names it. */
    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** A new directory below {@link #temporary()} which everyone may enter, for servers that run as another user. */
    static Path fresh(String prefix) {
        try {
            return open(Files.createTempDirectory(temporary(), prefix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a tree; the target must not exist. */
    static void copy(Path from, Path to) {
        for (Path source : entries(from)) {
            try {
                Files.copy(source, to.resolve(from.relativize(source).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Opens every directory of a tree for reading, whatever the umask was. */
    static void letEveryoneEnter(Path directory) {
        entries(directory).stream().filter(Files::isDirectory).forEach(Directories::open);
    }

    /** Removes a tree; one that is not there is fine, and so are files that vanish meanwhile. */
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        entries(directory).stream().sorted(Comparator.reverseOrder()).forEach(Directories::deleteOne);
    }

    /** The tree, parents before children. */
    static List<Path> entries(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path open(Path directory) {
        try {
            return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

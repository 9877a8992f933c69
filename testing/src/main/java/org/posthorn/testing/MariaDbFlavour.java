// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

/** Which MariaDB a test runs on. */
public enum MariaDbFlavour {
    /** The binaries that Posthorn starts itself where no database is configured. */
    EMBEDDED,
    /** The server of Debian's package {@code mariadb-server-core}, where it is installed. */
    DEBIAN
}

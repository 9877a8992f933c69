// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.util.Arrays;
import java.util.Optional;

/** Finds constants by the names an administrator writes. */
final class SchemeNames {

    private SchemeNames() {}

    static <E extends Enum<E>> Optional<E> find(E[] schemes, String name) {
        String wanted = name.trim().replace('-', '_');
        return Arrays.stream(schemes)
                .filter(scheme -> scheme.name().equalsIgnoreCase(wanted))
                .findFirst();
    }
}

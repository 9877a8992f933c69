// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.util.Arrays;
import java.util.List;

/** Which flavours tests run on; asked for once per JVM. */
final class Flavours {
    /** The system property that names flavours, separated by commas. */
    static final String PROPERTY = "posthorn.flavours";

    static final List<MariaDbFlavour> CHOSEN = chosen(System.getProperty(PROPERTY, ""));

    private Flavours() {}

    /** The named ones, all of which must be there; without names those that are. */
    static List<MariaDbFlavour> chosen(String names) {
        if (names.isBlank()) {
            return Arrays.stream(MariaDbFlavour.values())
                    .filter(MariaDbFlavour::isAvailable)
                    .toList();
        }
        List<MariaDbFlavour> named = Arrays.stream(names.split(","))
                .map(name -> MariaDbFlavour.valueOf(name.strip()))
                .toList();
        named.stream().filter(flavour -> !flavour.isAvailable()).findFirst().ifPresent(missing -> {
            throw new IllegalStateException(missing + " is named in " + PROPERTY + " and is not available");
        });
        return named;
    }
}

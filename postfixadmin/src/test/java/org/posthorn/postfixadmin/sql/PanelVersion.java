// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The two shapes of PostfixAdmin's tables that every rule is tried on. */
enum PanelVersion {
    V3("postfixadmin-tables.sql"),
    V4("postfixadmin-tables.sql", "postfixadmin-4-additions.sql");

    private final List<String> resources;

    PanelVersion(String... resources) {
        this.resources = List.of(resources);
    }

    String[] scripts() {
        return resources.stream().map(PanelVersion::script).toArray(String[]::new);
    }

    private static String script(String name) {
        try (InputStream stream = Objects.requireNonNull(PanelVersion.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.posthorn.server.settings.Kind;

/** Values of elements, by the kind that the list of elements gives them. */
final class ValueCheck {

    private static final String FILE_SCHEME = "file://";

    private final Path configuration;
    private final Path home;
    private final Problems problems;

    ValueCheck(Path configuration, Path home, Problems problems) {
        this.configuration = configuration;
        this.home = home;
        this.problems = problems;
    }

    void check(String file, String element, String kind, String value) {
        switch (kind) {
            case "" -> {}
            case "boolean" -> require(file, element, value, value.matches("true|false"), "true or false");
            case "number" -> require(file, element, value, value.matches("-?[0-9]{1,18}"), "a number");
            case "port" -> require(file, element, value, Kind.PORT.accepts(value), Kind.PORT.expected());
            case "size" ->
                require(
                        file,
                        element,
                        value,
                        value.matches("[0-9]{1,18}[BbKkMmGg]?"),
                        "a size such as 10240000B or 30M");
            case "binding" ->
                require(file, element, value, isBinding(value), "an address and a port such as 0.0.0.0:25");
            case "file" -> file(file, element, value);
            case "class" -> existingClass(file, element, value);
            default -> throw new IllegalStateException("no such kind of value: " + kind);
        }
    }

    private void require(String file, String element, String value, boolean fits, String expected) {
        if (!fits) {
            problems.add(file, element, Problems.quoted(value) + " is not " + expected);
        }
    }

    private static boolean isBinding(String value) {
        int colon = value.indexOf(':');
        return colon > 0
                && Kind.IPV4_ADDRESS.accepts(value.substring(0, colon))
                && Kind.PORT.accepts(value.substring(colon + 1));
    }

    private void existingClass(String file, String element, String value) {
        if (Classes.first(List.of(value)).isEmpty()) {
            problems.add(file, element, "there is no class " + Problems.quoted(value));
        }
    }

    private void file(String file, String element, String value) {
        if (!value.startsWith(FILE_SCHEME) || value.equals(FILE_SCHEME)) {
            problems.add(file, element, Problems.quoted(value) + " is not a file such as file:///etc/ssl/key.pem");
            return;
        }
        Path path = resolve(value.substring(FILE_SCHEME.length()));
        boolean madeByUs = path.startsWith(home.resolve("tls"));
        if (!madeByUs && !Files.isReadable(path)) {
            problems.add(file, element, path + " cannot be read");
        }
    }

    /** As James finds files: absolute ones, those below {@code conf/}, and the rest below the data directory. */
    private Path resolve(String location) {
        if (location.startsWith("/")) {
            return Path.of(location);
        }
        return location.startsWith("conf/")
                ? configuration.resolve(location.substring("conf/".length()))
                : home.resolve(location.startsWith("var/") ? location.substring("var/".length()) : location);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.posthorn.server.settings.Setting;

/** The files: none missing, none that nobody reads, no placeholder that stands for nothing. */
final class FilesCheck {

    private static final List<String> VARIABLES =
            Arrays.stream(Setting.values()).map(Setting::variable).toList();

    private final Path directory;
    private final Map<String, String> environment;
    private final Problems problems;

    FilesCheck(Path directory, Map<String, String> environment, Problems problems) {
        this.directory = directory;
        this.environment = environment;
        this.problems = problems;
    }

    void run() {
        if (!Files.isDirectory(directory)) {
            problems.add(directory.toString(), "directory", "is not there");
            return;
        }
        try (Stream<Path> found = Files.list(directory)) {
            found.map(file -> String.valueOf(file.getFileName())).sorted().forEach(this::known);
        } catch (IOException e) {
            problems.add(directory.toString(), "directory", "cannot be read: " + e);
        }
        ConfigurationFile.ALL.values().stream()
                .filter(file -> file.needed() && !Files.isReadable(directory.resolve(file.name())))
                .map(ConfigurationFile::name)
                .sorted()
                .forEach(name -> problems.add(name, "file", "is missing or cannot be read"));
    }

    private void known(String name) {
        if (name.startsWith(".")) {
            return;
        }
        if (!ConfigurationFile.ALL.containsKey(name)) {
            problems.add(name, "file", "is read by nobody" + Suggestion.sentence(name, ConfigurationFile.ALL.keySet()));
            return;
        }
        try {
            Placeholders.in(Files.readString(directory.resolve(name), StandardCharsets.UTF_8))
                    .forEach(placeholder -> placeholder(name, placeholder));
        } catch (IOException e) {
            problems.add(name, "file", "cannot be read: " + e);
        }
    }

    private void placeholder(String file, Placeholders.Placeholder placeholder) {
        String name = placeholder.name();
        String standard = placeholder.standard();
        String value = environment.get(name);
        if (!VARIABLES.contains(name)) {
            problems.add(file, name, "is no setting of Posthorn" + Suggestion.sentence(name, VARIABLES));
        } else if (value == null && standard == null) {
            problems.add(file, name, "is not set, and no default is given here; write ${env:" + name + ":-default}");
        } else if (value != null && value.isEmpty() && standard != null && !standard.isEmpty()) {
            problems.add(
                    Problems.ENVIRONMENT,
                    name,
                    "is set but empty; unset it for the default " + Problems.quoted(standard));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two files that tell people about the settings, made from the catalogue: {@code .env.example} and
 * {@code docs/reference/configuration.md}. Its main method writes both below the directory that it is given.
 */
public final class SettingsReference {

    /** Where the examples stand, below the repository. */
    public static final Path EXAMPLE = Path.of(".env.example");

    /** Where the reference page stands, below the repository. */
    public static final Path PAGE = Path.of("docs", "reference", "configuration.md");

    private static final String EXAMPLE_HEAD =
            """
            # SPDX-License-Identifier: Apache-2.0
            # Every setting of Posthorn with its default; docs/reference/configuration.md explains them.
            # Take the # away from what you change, and export it to ./posthorn: set -a; . ./your-copy; set +a
            """;

    private static final String PAGE_HEAD =
            """
            # Settings

            A site is set up by environment variables; how the server works stands in the files of `james-conf/`, which
            take the variables' values as `${env:POSTHORN_...:-default}`. Unknown names, wrong values and names that are set
            but empty are all reported at start, and nothing is started (exit code 78). `posthorn-server check` only checks.

            This page is made from the catalogue in the code (`org.posthorn.server.settings.Setting`).
            """;

    private SettingsReference() {}

    public static void main(String[] arguments) throws IOException {
        Path repository = Path.of(arguments[0]);
        Files.createDirectories(repository.resolve("docs").resolve("reference"));
        Files.writeString(repository.resolve(EXAMPLE), example(), StandardCharsets.UTF_8);
        Files.writeString(repository.resolve(PAGE), page(), StandardCharsets.UTF_8);
    }

    /** The text of {@code .env.example}. */
    public static String example() {
        StringBuilder text = new StringBuilder(EXAMPLE_HEAD);
        for (Setting.Group group : Setting.Group.values()) {
            text.append("\n## ").append(group.title()).append('\n');
            for (Setting setting : Setting.values()) {
                if (setting.group() == group) {
                    text.append("# ").append(setting.meaning()).append('\n');
                    text.append('#').append(setting.variable()).append('=');
                    text.append(setting.standard()).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** The text of the reference page. */
    public static String page() {
        StringBuilder text = new StringBuilder(PAGE_HEAD);
        for (Setting.Group group : Setting.Group.values()) {
            text.append("\n## ").append(group.title()).append("\n\n");
            text.append("| variable | value | default | meaning |\n|---|---|---|---|\n");
            for (Setting setting : Setting.values()) {
                if (setting.group() == group) {
                    text.append(row(setting));
                }
            }
        }
        return text.toString();
    }

    private static String row(Setting setting) {
        String standard = setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`";
        return "| `" + setting.variable() + "` | " + setting.kind().expected() + " | " + standard + " | "
                + setting.meaning() + " |\n";
    }
}

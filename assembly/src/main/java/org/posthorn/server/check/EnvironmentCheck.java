// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.posthorn.server.settings.PosthornSettings;
import org.posthorn.server.settings.Setting;

/** The environment: only names that exist, only values that can be meant. */
final class EnvironmentCheck {

    private static final List<String> VARIABLES =
            Arrays.stream(Setting.values()).map(Setting::variable).toList();

    private final Map<String, String> environment;
    private final Problems problems;

    EnvironmentCheck(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    void run() {
        new TreeMap<>(environment).forEach((name, value) -> {
            if (Setting.claims(name)) {
                Setting.named(name).ifPresentOrElse(setting -> value(setting, value), () -> unknown(name));
            }
        });
        together();
    }

    private void unknown(String name) {
        problems.add(Problems.ENVIRONMENT, name, "is no setting of Posthorn" + Suggestion.sentence(name, VARIABLES));
    }

    private void value(Setting setting, String value) {
        if (value.isEmpty()) {
            if (!setting.standard().isEmpty()) {
                problems.add(
                        Problems.ENVIRONMENT,
                        setting.variable(),
                        "is set but empty; unset it for the default " + Problems.quoted(setting.standard()));
            }
            return;
        }
        if (!setting.kind().accepts(value)) {
            problems.add(
                    Problems.ENVIRONMENT,
                    setting.variable(),
                    Problems.quoted(value) + " is not " + setting.kind().expected());
        }
    }

    private void together() {
        PosthornSettings settings = PosthornSettings.of(environment);
        both(settings, Setting.TLS_CERT, Setting.TLS_KEY);
        both(settings, Setting.TLS_KEY, Setting.TLS_CERT);
        both(settings, Setting.DB_URL, Setting.DB_PASSWORD_FILE);
        if (settings.text(Setting.DB_URL).isEmpty()) {
            problems.add(
                    Problems.ENVIRONMENT,
                    Setting.DB_URL.variable(),
                    "is not set; the server needs a database, and only the start script can start the embedded one");
        }
    }

    private void both(PosthornSettings settings, Setting given, Setting needed) {
        if (settings.text(given).isPresent() && settings.text(needed).isEmpty()) {
            problems.add(
                    Problems.ENVIRONMENT, needed.variable(), "is not set, but " + given.variable() + " is: set both");
        }
    }
}

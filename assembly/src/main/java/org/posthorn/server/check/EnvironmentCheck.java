// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.posthorn.server.settings.PosthornSettings;
import org.posthorn.server.settings.Setting;
import org.posthorn.server.tls.PemPair;

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
        pair(settings);
        if (settings.text(Setting.DB_URL).isEmpty()) {
            problems.add(
                    Problems.ENVIRONMENT,
                    Setting.DB_URL.variable(),
                    "is not set; the server needs a database, and only the start script can start the embedded one");
        }
    }

    /** Files that cannot be read are told of by themselves. */
    private void pair(PosthornSettings settings) {
        Optional<Path> certificate = file(settings, Setting.TLS_CERT);
        Optional<Path> key = file(settings, Setting.TLS_KEY);
        if (certificate.isPresent() && key.isPresent()) {
            new PemPair(certificate.get(), key.get())
                    .problem()
                    .ifPresent(problem -> problems.add(Problems.ENVIRONMENT, Setting.TLS_KEY.variable(), problem));
        }
    }

    private static Optional<Path> file(PosthornSettings settings, Setting setting) {
        return settings.text(setting).filter(setting.kind()::accepts).map(Path::of);
    }

    private void both(PosthornSettings settings, Setting given, Setting needed) {
        if (settings.text(given).isPresent() && settings.text(needed).isEmpty()) {
            problems.add(
                    Problems.ENVIRONMENT, needed.variable(), "is not set, but " + given.variable() + " is: set both");
        }
    }
}

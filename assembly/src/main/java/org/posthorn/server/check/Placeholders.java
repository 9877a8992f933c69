// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code ${env:NAME:-default}} in configuration files. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{env:([^:}]*)(?::-([^}]*))?}");

    /**
     * One of them.
     *
     * @param name the environment variable
     * @param standard the value where the variable is not set, if one is given
     */
    record Placeholder(String name, @Nullable String standard) {}

    private Placeholders() {}

    static Stream<Placeholder> in(String text) {
        return PLACEHOLDER.matcher(text).results().map(Placeholders::placeholder);
    }

    /** The text as the server reads it; what cannot be resolved stays as it is. */
    static String resolve(String text, Map<String, String> environment) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, environment)));
    }

    private static String value(MatchResult found, Map<String, String> environment) {
        Placeholder placeholder = placeholder(found);
        String value = environment.get(placeholder.name());
        if (value != null) {
            return value;
        }
        return placeholder.standard() == null ? found.group() : placeholder.standard();
    }

    private static Placeholder placeholder(MatchResult found) {
        return new Placeholder(found.group(1), found.group(2));
    }
}

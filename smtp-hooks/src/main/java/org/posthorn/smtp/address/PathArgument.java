// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.address;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The argument of MAIL or RCPT: a path and its parameters (RFC 5321 section 4.1.1.11).
 *
 * @param path what stands between the angle brackets
 * @param parameters as sent, such as {@code SIZE=100}
 */
public record PathArgument(Path path, List<String> parameters) {

    public PathArgument {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads {@code FROM:<path> parameters}. Blanks before the bracket are let pass, as everybody does.
     *
     * @param argument what follows the verb; null when nothing does
     * @param keyword {@code FROM} or {@code TO}
     * @return empty when the keyword is missing
     */
    public static Optional<PathArgument> parse(@Nullable String argument, String keyword) {
        if (argument == null) {
            return Optional.empty();
        }
        String text = argument.strip();
        String start = keyword + ":";
        if (!text.toUpperCase(Locale.ROOT).startsWith(start)) {
            return Optional.empty();
        }
        String rest = text.substring(start.length()).strip();
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(afterKeyword(rest));
    }

    private static PathArgument afterKeyword(String rest) {
        int end = rest.charAt(0) == '<' ? closingBracket(rest) : -1;
        if (end < 0) {
            return malformed();
        }
        String tail = rest.substring(end + 1);
        if (!tail.isEmpty() && !Character.isWhitespace(tail.charAt(0))) {
            return malformed();
        }
        List<String> parameters = Stream.of(tail.split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        return new PathArgument(PathParser.parse(rest.substring(1, end)), parameters);
    }

    private static PathArgument malformed() {
        return new PathArgument(new Path.Malformed(), List.of());
    }

    private static int closingBracket(String text) {
        boolean quoted = false;
        for (int i = 1; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\\') {
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == '>' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.util.Optional;
import java.util.stream.Stream;

/** What strings in a script are refused although the grammar allows them, because a mail would suffer from them. */
final class ScriptValues {

    private static final int LONGEST_FOLDER = 200;
    private static final int MOST_STARS = 3;

    private ScriptValues() {}

    /** Why no folder can have this name; a mail that is filed into one would wait, and go back to its sender at last. */
    static Optional<String> folderProblem(String name) {
        if (name.length() > LONGEST_FOLDER) {
            return Optional.of("a folder's name has " + LONGEST_FOLDER + " characters at most");
        }
        boolean emptyPart = !name.isEmpty() && Stream.of(name.split("[./]", -1)).anyMatch(String::isBlank);
        boolean badCharacter =
                name.chars().anyMatch(c -> c == '%' || c == '*' || Character.isISOControl(c)) || name.startsWith("#");
        return emptyPart || badCharacter
                ? Optional.of("no folder can have the name " + ScriptGrammar.shown(name))
                : Optional.empty();
    }

    /**
     * Why a pattern of {@code :matches} is refused. The interpreter tries every way to fill the stars: with many of them
     * one mail keeps a thread busy for longer than anybody waits.
     */
    static Optional<String> patternProblem(String pattern) {
        int stars = 0;
        for (int index = 0; index < pattern.length(); index++) {
            if (pattern.charAt(index) == '\\') {
                index++;
            } else if (pattern.charAt(index) == '*') {
                stars++;
            }
        }
        return stars > MOST_STARS
                ? Optional.of("a pattern has " + MOST_STARS + " '*' at most, unlike " + ScriptGrammar.shown(pattern))
                : Optional.empty();
    }
}

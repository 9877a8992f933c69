// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known name that somebody probably meant. A wrong guess is worse than none, so only near misses count. */
final class Suggestion {

    private static final int LETTERS_PER_SLIP = 3;

    private Suggestion() {}

    /** The sentence {@code ; did you mean 'x'?}, or nothing. */
    static String sentence(String written, Collection<String> known) {
        return nearest(written, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    static Optional<String> nearest(String written, Collection<String> known) {
        return known.stream()
                .filter(name -> !name.equals(written))
                .filter(name -> distance(written, name) <= Math.max(1, (name.length() + 1) / LETTERS_PER_SLIP))
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String written, String name) {
        return LevenshteinDistance.getDefaultInstance()
                .apply(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a command or a test takes, as jSieve carries it out.
 *
 * @param extension what has to be required first, or nothing
 * @param tags the tags and what follows each
 * @param positional the arguments after the tags
 * @param tests how many tests follow the arguments
 * @param block whether a block follows
 */
record Signature(String extension, Map<String, Kind> tags, List<Kind> positional, Tests tests, boolean block) {

    /** What may stand as an argument. */
    enum Kind {
        NOTHING("nothing"),
        NUMBER("a number"),
        STRING("a string"),
        STRINGS("a string or a list of strings");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** The tests after the arguments. */
    enum Tests {
        NONE("no test"),
        ONE("one test"),
        LIST("a list of tests in parentheses");

        private final String words;

        Tests(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private static final List<Set<String>> EXCLUSIVE = List.of(
            Set.of(":is", ":contains", ":matches"),
            Set.of(":all", ":localpart", ":domain"),
            Set.of(":over", ":under"),
            Set.of(":text", ":raw", ":content"));

    private static final Map<String, Kind> MATCH = Map.of(
            ":comparator", Kind.STRING, ":is", Kind.NOTHING, ":contains", Kind.NOTHING, ":matches", Kind.NOTHING);

    private static final Map<String, Kind> ADDRESS_MATCH = Map.of(
            ":comparator", Kind.STRING,
            ":is", Kind.NOTHING,
            ":contains", Kind.NOTHING,
            ":matches", Kind.NOTHING,
            ":all", Kind.NOTHING,
            ":localpart", Kind.NOTHING,
            ":domain", Kind.NOTHING);

    private static final Map<String, Kind> VACATION = Map.of(
            ":days", Kind.NUMBER,
            ":subject", Kind.STRING,
            ":from", Kind.STRING,
            ":addresses", Kind.STRINGS,
            ":mime", Kind.STRING,
            ":handle", Kind.STRING);

    private static final Map<String, Kind> BODY =
            Map.of(":contains", Kind.NOTHING, ":text", Kind.NOTHING, ":raw", Kind.NOTHING, ":content", Kind.STRINGS);

    static final Map<String, Signature> COMMANDS = Map.ofEntries(
            Map.entry("require", plain(Kind.STRINGS)),
            Map.entry("if", control(Tests.ONE)),
            Map.entry("elsif", control(Tests.ONE)),
            Map.entry("else", control(Tests.NONE)),
            Map.entry("stop", plain()),
            Map.entry("keep", plain()),
            Map.entry("discard", plain()),
            Map.entry("redirect", plain(Kind.STRING)),
            Map.entry("fileinto", extension("fileinto", Map.of(), Kind.STRING)),
            Map.entry("reject", extension("reject", Map.of(), Kind.STRING)),
            Map.entry("vacation", extension("vacation", VACATION, Kind.STRING)));

    static final Map<String, Signature> TESTS = Map.ofEntries(
            Map.entry("address", extension("", ADDRESS_MATCH, Kind.STRINGS, Kind.STRINGS)),
            Map.entry("envelope", extension("envelope", ADDRESS_MATCH, Kind.STRINGS, Kind.STRINGS)),
            Map.entry("header", extension("", MATCH, Kind.STRINGS, Kind.STRINGS)),
            Map.entry("exists", plain(Kind.STRINGS)),
            Map.entry("size", extension("", Map.of(":over", Kind.NOTHING, ":under", Kind.NOTHING), Kind.NUMBER)),
            Map.entry("true", plain()),
            Map.entry("false", plain()),
            Map.entry("not", combining(Tests.ONE)),
            Map.entry("allof", combining(Tests.LIST)),
            Map.entry("anyof", combining(Tests.LIST)),
            Map.entry("body", extension("body", BODY, Kind.STRINGS)));

    /** Whether a tag cannot stand together with one of the others. */
    static boolean exclude(String tag, Set<String> seen) {
        return EXCLUSIVE.stream()
                .filter(group -> group.contains(tag))
                .anyMatch(group -> seen.stream().filter(group::contains).count() > 1);
    }

    private static Signature plain(Kind... positional) {
        return new Signature("", Map.of(), List.of(positional), Tests.NONE, false);
    }

    private static Signature extension(String extension, Map<String, Kind> tags, Kind... positional) {
        return new Signature(extension, tags, List.of(positional), Tests.NONE, false);
    }

    private static Signature control(Tests tests) {
        return new Signature("", Map.of(), List.of(), tests, true);
    }

    private static Signature combining(Tests tests) {
        return new Signature("", Map.of(), List.of(), tests, false);
    }
}

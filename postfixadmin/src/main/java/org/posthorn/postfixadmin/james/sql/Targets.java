// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the column {@code goto} of the table {@code alias} holds: a comma list, which may also have spaces and line breaks.
 *
 * <p>The vacation's pseudo target ({@code user#domain@...}) is kept apart: it is no address, no mapping shows it, and no
 * change loses it.
 *
 * @param list the addresses, in their order and without duplicates
 * @param vacation the pseudo target, where the user is away
 */
record Targets(List<String> list, List<String> vacation) {

    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");

    Targets {
        list = List.copyOf(list);
        vacation = List.copyOf(vacation);
    }

    static Targets none() {
        return new Targets(List.of(), List.of());
    }

    static Targets parse(String address, String text) {
        String pseudo = address.replace('@', '#').toLowerCase(Locale.ROOT) + "@";
        Map<String, String> list = new LinkedHashMap<>();
        Map<String, String> vacation = new LinkedHashMap<>();
        SEPARATORS.splitAsStream(text).filter(target -> !target.isEmpty()).forEach(target -> {
            String key = target.toLowerCase(Locale.ROOT);
            (key.startsWith(pseudo) ? vacation : list).putIfAbsent(key, target);
        });
        return new Targets(List.copyOf(list.values()), List.copyOf(vacation.values()));
    }

    /** Whether the panel would take the text as one target, an address anywhere. */
    static boolean isTarget(String text) {
        return Names.isPlain(text)
                && !SEPARATORS.matcher(text).find()
                && text.indexOf('@') > 0
                && text.indexOf('@') == text.lastIndexOf('@')
                && !text.endsWith("@");
    }

    boolean contains(String target) {
        return list.stream().anyMatch(target::equalsIgnoreCase);
    }

    /** Whether mail for the address goes nowhere else. */
    boolean isOnly(String address) {
        return list.size() == 1 && contains(address);
    }

    Targets withOnly(String target) {
        return with(List.of(target));
    }

    Targets with(List<String> changed) {
        return new Targets(changed, vacation);
    }

    /** The list as the panel writes it. */
    String text() {
        return String.join(",", Stream.concat(list.stream(), vacation.stream()).toList());
    }
}

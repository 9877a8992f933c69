// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.rrt.lib.Mapping;

/**
 * One address of the table {@code alias}, read as James's mappings and changed as if they were written there.
 *
 * <p>PostfixAdmin knows one kind of alias, James four. What the panel wrote is a forward where the address is a mailbox
 * or names itself, and an alias otherwise; a mailbox that leads to itself alone has no mapping. What came through James
 * has its type noted in a table of our own. A note whose target the panel has taken away means nothing. Addresses are
 * compared without regard to case and kept as they are.
 *
 * @param address in lower case; {@code @domain} for a catch-all
 * @param mailbox whether the address is a mailbox
 * @param targets where its mail goes
 * @param notes the types of targets that James has set
 */
record AliasEntry(String address, boolean mailbox, Targets targets, Set<Mapping> notes) {

    private static final String WHOLE_DOMAIN = "@";

    AliasEntry {
        notes = Set.copyOf(notes);
    }

    /** The types that become lines in {@code alias}; the others have no place there. */
    static boolean isAliasType(Mapping.Type type) {
        return switch (type) {
            case Address, Alias, Forward, Group -> true;
            case Regex, Domain, DomainAlias, Error -> false;
        };
    }

    List<Mapping> mappings() {
        if (leadsToItselfOnly()) {
            return List.of();
        }
        Map<String, List<Mapping>> noted = byTarget(notes);
        Mapping.Type panels = panelsType();
        return targets.list().stream()
                .flatMap(target -> noted.getOrDefault(key(target), List.of(mappingTo(target, panels))).stream()
                        .map(mapping -> mappingTo(target, mapping.getType())))
                .toList();
    }

    boolean contains(Mapping mapping) {
        return mappings().stream().anyMatch(one -> key(one).equals(key(mapping)));
    }

    /** With one mapping more, whose type is noted. */
    AliasEntry plus(Mapping added) {
        Map<String, Mapping> wanted = byKey(mappings().stream());
        wanted.putIfAbsent(key(added), added);
        Set<String> noted = noteKeys();
        noted.add(key(added));
        return withMappings(wanted, noted);
    }

    /** With one mapping less; where none is left, a mailbox gets its mail back, and any other address leads nowhere. */
    AliasEntry minus(Mapping removed) {
        Map<String, Mapping> wanted = byKey(mappings().stream());
        wanted.remove(key(removed));
        Set<String> noted = noteKeys();
        noted.remove(key(removed));
        return withMappings(wanted, noted);
    }

    private AliasEntry withMappings(Map<String, Mapping> wanted, Set<String> noted) {
        Map<String, List<Mapping>> byTarget = byTarget(wanted.values());
        List<String> list = new ArrayList<>();
        byTarget.values().forEach(mappings -> list.add(target(mappings.get(0))));
        if (list.isEmpty() && mailbox) {
            list.add(address);
        }
        AliasEntry bare = new AliasEntry(address, mailbox, targets.with(list), Set.of());
        Mapping.Type panels = bare.panelsType();
        Set<Mapping> remembered = new HashSet<>();
        byTarget.values().forEach(mappings -> {
            Mapping first = mappings.get(0);
            boolean readAlike = mappings.size() == 1 && key(first).equals(key(mappingTo(target(first), panels)));
            mappings.stream()
                    .filter(mapping -> !readAlike || noted.contains(key(mapping)))
                    .forEach(remembered::add);
        });
        return new AliasEntry(address, mailbox, bare.targets, remembered);
    }

    private Mapping.Type panelsType() {
        return mailbox || targets.contains(address) ? Mapping.Type.Forward : Mapping.Type.Alias;
    }

    private static Mapping mappingTo(String target, Mapping.Type type) {
        return Sources.domain(target)
                .flatMap(Sources::validDomain)
                .map(Mapping::domain)
                .orElseGet(() -> Mapping.of(type, target));
    }

    private static String target(Mapping mapping) {
        boolean wholeDomain = mapping.getType() == Mapping.Type.Domain;
        return wholeDomain ? WHOLE_DOMAIN + mapping.getMappingValue() : mapping.getMappingValue();
    }

    private boolean leadsToItselfOnly() {
        return targets.isOnly(address)
                && notes.stream().noneMatch(note -> note.getMappingValue().equalsIgnoreCase(address));
    }

    private Set<String> noteKeys() {
        return new HashSet<>(byKey(notes.stream()).keySet());
    }

    private static Map<String, Mapping> byKey(Stream<Mapping> mappings) {
        Map<String, Mapping> byKey = new LinkedHashMap<>();
        mappings.forEach(mapping -> byKey.putIfAbsent(key(mapping), mapping));
        return byKey;
    }

    private static Map<String, List<Mapping>> byTarget(Collection<Mapping> mappings) {
        return mappings.stream()
                .collect(Collectors.groupingBy(
                        mapping -> key(target(mapping)), LinkedHashMap::new, Collectors.toList()));
    }

    private static String key(Mapping mapping) {
        return key(mapping.asString());
    }

    private static String key(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

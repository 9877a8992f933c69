// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.Mapping.Type;
import org.apache.james.rrt.lib.MappingSource;
import org.jdbi.v3.core.Handle;
import org.posthorn.postfixadmin.sql.Database;

/**
 * The tables {@code alias} and {@code alias_domain} as James's mappings, and our own table for the mappings that
 * PostfixAdmin has no words for.
 *
 * <p>What leads from an address (or, as a catch-all, from a domain) of PostfixAdmin to addresses becomes a line in {@code
 * alias}, an alias of a domain one in {@code alias_domain}: the panel shows and changes them. Everything else, and what
 * leads from domains that PostfixAdmin does not know, is ours.
 *
 * <p>Every change is one transaction. A refused one throws {@link RefusedException}; a database that does not answer
 * throws {@link org.posthorn.postfixadmin.AccountsUnavailableException}.
 */
@Singleton
public final class PanelAliases {

    private static final String ALL_ALIAS_DOMAINS =
            "SELECT LOWER(alias_domain), LOWER(target_domain) FROM alias_domain WHERE active = 1";

    private final Transactions transactions;
    private final OwnTables ownTables;
    private final PanelSettings settings;

    @Inject
    public PanelAliases(Database database, OwnTables ownTables, PanelSettings settings) {
        this.transactions = new Transactions(database);
        this.ownTables = ownTables;
        this.settings = settings;
    }

    /** The mappings of exactly this source. */
    public List<Mapping> of(MappingSource source) {
        MappingTable own = own();
        return transactions.read(handle -> of(handle, own, Sources.text(source)));
    }

    /**
     * Where mail for an address goes: its own mappings; if it has none, those of its domain. A catch-all and an alias
     * domain never take the mail of an existing mailbox, and an alias domain only takes mail that arrives somewhere.
     */
    public List<Mapping> leadingFrom(String localPart, Domain domain) {
        MappingTable own = own();
        return transactions.read(handle -> new Lookup(handle, own).leadingFrom(localPart, domain.asString()));
    }

    public Map<MappingSource, List<Mapping>> all() {
        MappingTable own = own();
        return transactions.read(handle -> all(handle, own));
    }

    /** The sources that have exactly this mapping. */
    public Set<MappingSource> leadingTo(Mapping mapping) {
        MappingTable own = own();
        return transactions.read(handle -> leadingTo(handle, own, mapping));
    }

    /** The mappings of one type, by their sources. */
    public Map<MappingSource, List<Mapping>> ofType(Type type) {
        MappingTable own = own();
        return transactions.read(handle -> {
            Map<MappingSource, List<Mapping>> found = ofType(handle, own, type);
            found.values().forEach(mappings -> mappings.removeIf(mapping -> mapping.getType() != type));
            found.values().removeIf(List::isEmpty);
            return found;
        });
    }

    /** Adds a mapping; one that is already there stays as it is. */
    public void add(MappingSource source, Mapping mapping) {
        MappingTable own = own();
        transactions
                .write(handle -> new MappingChange(handle, own, settings).add(source, mapping))
                .ifPresent(PanelLog::done);
    }

    /** Removes a mapping, if it is there. */
    public void remove(MappingSource source, Mapping mapping) {
        MappingTable own = own();
        transactions
                .write(handle -> new MappingChange(handle, own, settings).remove(source, mapping))
                .ifPresent(PanelLog::done);
    }

    static List<Mapping> of(Handle handle, MappingTable own, String source) {
        List<MappingTable.Row> ours = own.of(handle, source);
        List<Mapping> mappings = new ArrayList<>(wholeMappings(ours));
        AliasTable.find(handle, source)
                .filter(AliasTable.Row::active)
                .map(row -> row.withNotes(notes(ours)).mappings())
                .ifPresent(mappings::addAll);
        Sources.domain(source)
                .flatMap(domain -> PanelDomains.activeTarget(handle, domain))
                .ifPresent(target -> mappings.add(Mapping.domainAlias(Domain.of(target))));
        return mappings;
    }

    private Map<MappingSource, List<Mapping>> all(Handle handle, MappingTable own) {
        List<MappingTable.Row> ours = own.all(handle);
        Map<MappingSource, List<Mapping>> all = aliases(handle, ours);
        aliasDomains(handle).forEach((alias, target) -> put(all, alias, target));
        ours.stream().filter(row -> !row.inAlias()).forEach(row -> put(all, row.source(), row.mapping()));
        return all;
    }

    private Set<MappingSource> leadingTo(Handle handle, MappingTable own, Mapping mapping) {
        Set<MappingSource> sources = new LinkedHashSet<>();
        own.to(handle, mapping).stream()
                .filter(row -> !row.inAlias())
                .flatMap(row -> Sources.parse(row.source()).stream())
                .forEach(sources::add);
        if (mapping.getType() == Type.DomainAlias) {
            aliasDomains(handle).forEach((alias, target) -> {
                if (target.equals(mapping)) {
                    Sources.parse(alias).ifPresent(sources::add);
                }
            });
        }
        AliasTable.mentioning(handle, mapping.getMappingValue()).stream()
                .filter(row ->
                        row.withNotes(notes(own.of(handle, row.address()))).contains(mapping))
                .flatMap(row -> Sources.parse(row.address()).stream())
                .forEach(sources::add);
        return sources;
    }

    private Map<MappingSource, List<Mapping>> ofType(Handle handle, MappingTable own, Type type) {
        return switch (type) {
            case Alias, Forward, Domain -> all(handle, own);
            case Address, Group -> {
                Map<MappingSource, List<Mapping>> found = new LinkedHashMap<>();
                own.ofType(handle, type).stream()
                        .map(MappingTable.Row::source)
                        .distinct()
                        .forEach(source -> of(handle, own, source).forEach(mapping -> put(found, source, mapping)));
                yield found;
            }
            case Regex, Error, DomainAlias -> {
                Map<MappingSource, List<Mapping>> found = new LinkedHashMap<>();
                own.ofType(handle, type).forEach(row -> put(found, row.source(), row.mapping()));
                if (type == Type.DomainAlias) {
                    aliasDomains(handle).forEach((alias, target) -> put(found, alias, target));
                }
                yield found;
            }
        };
    }

    private static Map<MappingSource, List<Mapping>> aliases(Handle handle, List<MappingTable.Row> ours) {
        Map<String, List<MappingTable.Row>> noted = ours.stream()
                .filter(MappingTable.Row::inAlias)
                .collect(Collectors.groupingBy(MappingTable.Row::source));
        Map<MappingSource, List<Mapping>> found = new LinkedHashMap<>();
        AliasTable.leadingElsewhere(handle, noted.keySet())
                .forEach(row -> row.withNotes(notes(noted.getOrDefault(row.address(), List.of())))
                        .mappings()
                        .forEach(mapping -> put(found, row.address(), mapping)));
        return found;
    }

    private static Map<String, Mapping> aliasDomains(Handle handle) {
        Map<String, Mapping> targets = new LinkedHashMap<>();
        handle.select(ALL_ALIAS_DOMAINS)
                .map((row, context) -> List.of(row.getString(1), row.getString(2)))
                .forEach(row -> Sources.validDomain(row.get(1))
                        .ifPresent(target -> targets.put("@" + row.get(0), Mapping.domainAlias(target))));
        return targets;
    }

    private static void put(Map<MappingSource, List<Mapping>> all, String source, Mapping mapping) {
        Optional<MappingSource> parsed = Sources.parse(source);
        parsed.ifPresent(
                key -> all.computeIfAbsent(key, any -> new ArrayList<>()).add(mapping));
    }

    private static List<Mapping> wholeMappings(List<MappingTable.Row> rows) {
        return rows.stream()
                .filter(row -> !row.inAlias())
                .map(MappingTable.Row::mapping)
                .toList();
    }

    static Stream<Mapping> notes(List<MappingTable.Row> rows) {
        return rows.stream().filter(MappingTable.Row::inAlias).map(MappingTable.Row::mapping);
    }

    private MappingTable own() {
        return new MappingTable(ownTables.mapping());
    }
}

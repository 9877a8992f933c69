// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.Mapping.Type;
import org.jdbi.v3.core.Handle;

/**
 * The way from an address to its mappings, in PostfixAdmin's order: the address itself; the address in the target of its
 * alias domain; the catch-all of its domain; the catch-all of the target.
 *
 * @param handle the transaction to read in
 * @param own our own mappings
 */
record Lookup(Handle handle, MappingTable own) {

    List<Mapping> leadingFrom(String localPart, String domain) {
        String address = localPart + "@" + domain;
        List<Mapping> exact = PanelAliases.of(handle, own, address);
        if (!exact.isEmpty()) {
            return exact;
        }
        String wholeDomain = "@" + domain;
        List<Mapping> ofDomain = new ArrayList<>();
        own.of(handle, wholeDomain).stream()
                .filter(row -> !row.inAlias())
                .map(MappingTable.Row::mapping)
                .forEach(ofDomain::add);
        if (!isTaken(address)) {
            ofDomain.addAll(ofPanelsDomain(localPart, domain));
        }
        return ofDomain;
    }

    private List<Mapping> ofPanelsDomain(String localPart, String domain) {
        Optional<Mapping> target = PanelDomains.activeTarget(handle, domain)
                .flatMap(Sources::validDomain)
                .map(Mapping::domainAlias);
        Optional<String> there = target.map(mapping -> localPart + "@" + mapping.getMappingValue());
        if (there.filter(this::leadsSomewhere).isPresent()) {
            return target.stream().toList();
        }
        List<Mapping> catchAll = PanelAliases.of(handle, own, "@" + domain).stream()
                .filter(mapping -> AliasEntry.isAliasType(mapping.getType()) || mapping.getType() == Type.Domain)
                .filter(mapping -> !isOurs("@" + domain, mapping))
                .toList();
        if (!catchAll.isEmpty()) {
            return catchAll;
        }
        return target.filter(mapping -> isTaken("@" + mapping.getMappingValue())).stream()
                .toList();
    }

    /** Whether the address has a line of its own in PostfixAdmin, be it switched off. */
    private boolean isTaken(String address) {
        return AliasTable.isMailbox(handle, address)
                || AliasTable.find(handle, address).isPresent();
    }

    private boolean leadsSomewhere(String address) {
        return isTaken(address) || !own.of(handle, address).isEmpty();
    }

    private boolean isOurs(String source, Mapping mapping) {
        return own.of(handle, source).stream()
                .anyMatch(row -> !row.inAlias() && row.mapping().equals(mapping));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.Mapping.Type;
import org.apache.james.rrt.lib.MappingSource;
import org.jdbi.v3.core.Handle;

/**
 * One change of a mapping, written where it belongs. Its methods tell what the panel's log got.
 *
 * @param handle the transaction to write in
 * @param own our own mappings
 * @param settings for the panel's log
 */
record MappingChange(Handle handle, MappingTable own, PanelSettings settings) {

    Optional<PanelLog> add(MappingSource source, Mapping mapping) {
        String key = Sources.text(source);
        if (mapping.getType() == Type.DomainAlias && isAliasDomain(source, mapping)) {
            return addAliasDomain(source, mapping);
        }
        if (AliasEntry.isAliasType(mapping.getType()) && isAlias(source, mapping)) {
            return addAlias(key, mapping);
        }
        own.add(handle, key, mapping);
        return Optional.empty();
    }

    Optional<PanelLog> remove(MappingSource source, Mapping mapping) {
        String key = Sources.text(source);
        own.remove(handle, key, mapping);
        if (mapping.getType() == Type.DomainAlias) {
            return source.asDomain()
                    .flatMap(alias ->
                            PanelDomains.removeAlias(handle, settings, alias.asString(), mapping.getMappingValue()));
        }
        return AliasTable.lock(handle, key)
                .filter(AliasTable.Row::active)
                .map(row -> row.withNotes(PanelAliases.notes(own.of(handle, key))))
                .filter(entry -> entry.contains(mapping))
                .map(entry -> store(entry.minus(mapping)));
    }

    private boolean isAliasDomain(MappingSource source, Mapping mapping) {
        return source.asDomain()
                .filter(alias -> PanelDomains.mayBeAlias(handle, alias.asString(), mapping.getMappingValue()))
                .isPresent();
    }

    private Optional<PanelLog> addAliasDomain(MappingSource source, Mapping mapping) {
        String alias = source.asDomain().map(Domain::asString).orElseThrow();
        String target = mapping.getMappingValue();
        if (PanelDomains.activeTarget(handle, alias).filter(target::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(PanelDomains.addAlias(handle, settings, alias, target));
    }

    /**
     * Whether the mapping can be a line of {@code alias}: from a domain of the panel's to something like an address. The
     * domain is locked from here on: a plain read would fix what the transaction sees of the aliases to a moment before
     * others, whom it waits for afterwards, have added theirs.
     */
    private boolean isAlias(MappingSource source, Mapping mapping) {
        return Targets.isTarget(mapping.getMappingValue())
                && source.availableDomain()
                        .flatMap(domain -> DomainRow.lock(handle, domain.asString()))
                        .isPresent();
    }

    private Optional<PanelLog> addAlias(String address, Mapping mapping) {
        DomainRow domain = DomainRow.lockForChange(handle, Names.domain(address));
        Optional<AliasTable.Row> row = AliasTable.lock(handle, address);
        boolean mailbox = AliasTable.isMailbox(handle, address);
        refuseWhatIsTaken(address, mapping, mailbox);
        if (row.isEmpty()) {
            Targets targets = mailbox ? Targets.none().withOnly(address) : Targets.none();
            AliasEntry entry = new AliasTable.Row(address, targets, true, mailbox)
                    .withNotes(PanelAliases.notes(own.of(handle, address)))
                    .plus(mapping);
            checkNew(domain, entry);
            AliasTable.insert(handle, entry);
            return Optional.of(logged(entry, "create_alias"));
        }
        if (!row.get().active()) {
            throw new RefusedException(address + " is switched off in PostfixAdmin");
        }
        AliasEntry entry = row.get().withNotes(PanelAliases.notes(own.of(handle, address)));
        return entry.contains(mapping) ? Optional.empty() : Optional.of(store(entry.plus(mapping)));
    }

    private void checkNew(DomainRow domain, AliasEntry entry) {
        boolean catchAll = Sources.domain(entry.address()).isPresent();
        if (!catchAll && !Names.isAddress(entry.address())) {
            throw new RefusedException("no name for an alias: '" + entry.address() + "'");
        }
        if (!entry.mailbox()) {
            domain.checkAliases(AliasTable.count(handle, domain.name()));
        }
    }

    private static void refuseWhatIsTaken(String address, Mapping mapping, boolean mailbox) {
        boolean wouldTakeItsPlace = mapping.getType() == Type.Alias || mapping.getType() == Type.Group;
        if (mailbox && wouldTakeItsPlace) {
            throw new RefusedException(address + " is a mailbox, it cannot be an alias or a group as well");
        }
    }

    private PanelLog store(AliasEntry entry) {
        if (entry.targets().list().isEmpty()) {
            AliasTable.delete(handle, entry.address());
            return logged(entry, "delete_alias");
        }
        AliasTable.update(handle, entry);
        return logged(entry, "edit_alias");
    }

    private PanelLog logged(AliasEntry entry, String action) {
        own.note(handle, entry.address(), entry.notes());
        PanelLog change = new PanelLog(Names.domain(entry.address()), action, entry.address());
        change.write(handle, settings);
        return change;
    }
}

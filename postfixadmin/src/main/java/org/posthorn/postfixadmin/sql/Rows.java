// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.util.Optional;
import org.posthorn.postfixadmin.DomainKind;

/**
 * All that the database holds about one address.
 *
 * @param domain the address's domain
 * @param target the domain that it is an alias of, if both are switched on
 * @param own what is there under the address as written
 * @param viaTarget what is there under the same local part in the target domain
 * @param catchAll the alias for the rest of the domain
 * @param targetCatchAll the alias for the rest of the target domain
 */
record Rows(
        Optional<Domain> domain,
        Optional<Domain> target,
        Entry own,
        Entry viaTarget,
        Optional<Alias> catchAll,
        Optional<Alias> targetCatchAll) {

    /** The rows of one name. */
    record Entry(Optional<Alias> alias, Optional<Box> mailbox) {}

    /** A row of {@code domain}. */
    record Domain(String name, boolean active, boolean relay, boolean vacation) {}

    /** A row of {@code alias}. */
    record Alias(String address, String targets, boolean active) {}

    /** A row of {@code mailbox}. */
    record Box(String username, boolean active) {}

    /** Rows of a name that is an alias, which is all that counts, in a domain that is no alias of another. */
    static Rows own(Domain domain, Entry entry) {
        Entry none = new Entry(Optional.empty(), Optional.empty());
        return new Rows(Optional.of(domain), Optional.empty(), entry, none, Optional.empty(), Optional.empty());
    }

    /** What the domain is; an alias domain is what its target is. */
    DomainKind kind() {
        if (domain.isPresent() && !domain.get().active()) {
            return DomainKind.FOREIGN;
        }
        return target.or(() -> domain)
                .map(row -> row.relay() ? DomainKind.RELAY : DomainKind.LOCAL)
                .orElse(DomainKind.FOREIGN);
    }

    /** Whether the panel's pseudo targets live in this domain. */
    boolean isVacationDomain() {
        return domain.filter(Domain::vacation).isPresent();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.util.Optional;
import org.posthorn.postfixadmin.DomainKind;

/** Where one address leads by its own rows, before anything else is followed. */
sealed interface Step {

    /** To an alias; {@code mailbox} is the row of the alias's own name. */
    record Follow(Rows.Alias alias, Optional<Rows.Box> mailbox, DomainKind kind) implements Step {
        boolean isCatchAll() {
            return alias.address().startsWith("@");
        }
    }

    /** To a mailbox. */
    record Store(Rows.Box mailbox, DomainKind kind) implements Step {}

    /** To somebody who is switched off. */
    record Off(String name) implements Step {}

    /** Nowhere. */
    record Nobody() implements Step {}

    /** To another server, because the domain is ours to relay, or not ours. */
    record Elsewhere(DomainKind kind) implements Step {}

    /**
     * Takes the first that exists of: alias, alias in the target domain, mailbox, mailbox in the target domain; the same
     * for the address without its tag; catch-all, catch-all of the target domain. One that is switched off ends the
     * search, but for a catch-all, which is then as good as none.
     *
     * @param base the rows of the address without its tag, if it has one
     */
    static Step of(Address address, Rows rows, Optional<Rows> base) {
        DomainKind kind = rows.kind();
        if (kind == DomainKind.FOREIGN) {
            return new Elsewhere(kind);
        }
        return named(rows, kind)
                .or(() -> base.flatMap(found -> named(found, kind)))
                .or(() -> address.looksRouted() ? Optional.of(new Elsewhere(DomainKind.FOREIGN)) : Optional.empty())
                .or(() -> catchAll(rows, kind))
                .orElseGet(() -> kind == DomainKind.RELAY ? new Elsewhere(kind) : new Nobody());
    }

    private static Optional<Step> named(Rows rows, DomainKind kind) {
        return alias(rows.own(), kind)
                .or(() -> alias(rows.viaTarget(), kind))
                .or(() -> mailbox(rows.own(), kind))
                .or(() -> mailbox(rows.viaTarget(), kind));
    }

    private static Optional<Step> alias(Rows.Entry entry, DomainKind kind) {
        return entry.alias().map(alias -> {
            boolean mailboxOff = kind == DomainKind.LOCAL
                    && entry.mailbox().filter(mailbox -> !mailbox.active()).isPresent();
            return alias.active() && !mailboxOff ? new Follow(alias, entry.mailbox(), kind) : new Off(alias.address());
        });
    }

    private static Optional<Step> mailbox(Rows.Entry entry, DomainKind kind) {
        return entry.mailbox()
                .map(mailbox -> mailbox.active() ? new Store(mailbox, kind) : new Off(mailbox.username()));
    }

    private static Optional<Step> catchAll(Rows rows, DomainKind kind) {
        return rows.catchAll()
                .filter(Rows.Alias::active)
                .or(() -> rows.targetCatchAll().filter(Rows.Alias::active))
                .map(alias -> new Follow(alias, Optional.empty(), kind));
    }
}

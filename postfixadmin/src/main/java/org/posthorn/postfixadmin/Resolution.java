// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

import java.util.List;

/** Where the mail for an address goes. */
public sealed interface Resolution {

    /**
     * At least one place to deliver to.
     *
     * @param targets without duplicates; those named directly come before those of aliases behind them, each level in
     *     the order in which the aliases name them
     */
    record Deliverable(List<Target> targets) implements Resolution {
        public Deliverable {
            targets = List.copyOf(targets);
        }
    }

    /** The domain is ours, the address is nobody's. */
    record Unknown() implements Resolution {}

    /** The address is somebody's who is switched off; the client is told the same as for {@link Unknown}. */
    record Inactive() implements Resolution {}

    /**
     * The aliases lead in a circle and nowhere else, or, whatever else they name, too deep or to too many targets; the
     * log says which. Permanent.
     */
    record Loop() implements Resolution {}

    /** The domain is ours only to relay; the address cannot be checked here. */
    record Relay() implements Resolution {}

    /** The domain is not ours. */
    record Foreign() implements Resolution {}

    /**
     * One place where a mail goes.
     *
     * @param address the mailbox's user name, or the address at another server
     * @param kind whether it is a mailbox here, or to be sent on
     */
    record Target(String address, DomainKind kind) {}
}

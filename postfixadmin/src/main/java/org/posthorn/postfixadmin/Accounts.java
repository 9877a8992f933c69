// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

import java.util.Optional;

/**
 * What PostfixAdmin's database says now about addresses, domains and users.
 *
 * <p>Nothing is remembered between two calls but verified passwords, so that a change in the panel works on the next
 * question. Addresses and user names are plain text as the client sent them, compared without regard to case; they are
 * data, whatever they hold.
 *
 * <p>Every method throws {@link AccountsUnavailableException} when the database does not answer: the caller's answer is
 * then "later", never "unknown".
 */
public interface Accounts {

    /**
     * Follows an address through aliases, alias domains, subaddresses and catch-alls to where its mail goes. Costs one
     * round trip to the database per level of aliases.
     */
    Resolution resolve(String address);

    /** Whether a domain is ours, ours to relay, or a stranger's. */
    DomainKind domain(String name);

    /** The mailbox of exactly this user name (no aliases followed), active or not. */
    Optional<Mailbox> mailbox(String username);

    /**
     * Checks a password, or an app password, for one service. An unknown user costs as much time as a known one.
     */
    Authentication authenticate(String username, String password, Service service);

    /**
     * Whether a user may use an address as sender: his own, one of its subaddresses, an address of an alias domain of
     * his domain, or an alias that leads to him.
     */
    boolean maySendAs(String username, String sender);
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

import java.util.Optional;

/**
 * What PostfixAdmin's database says now about addresses, domains and users.
 *
 * <p>Nothing is remembered between two calls but verified passwords, so that a change in the panel works on the next
 * question; only who asks for a recent answer may get one that is {@value #RECENT_SECONDS} seconds old. Addresses and
 * user names are plain text as the client sent them, compared without regard to case; they are data, whatever they hold.
 *
 * <p>Every method throws {@link AccountsUnavailableException} when the database does not answer: the caller's answer is
 * then "later", never "unknown".
 */
public interface Accounts {

    /** The age up to which an answer is recent. */
    int RECENT_SECONDS = 2;

    /**
     * Follows an address through aliases, alias domains, subaddresses and catch-alls to where its mail goes. Costs one
     * round trip to the database per level of aliases, and one more for an address that is no alias.
     */
    Resolution resolve(String address);

    /**
     * The same for whoever asks again about a mail that is on its way: the answer by which it was taken at RCPT is good
     * enough to deliver it, while that is recent.
     */
    default Resolution recentResolution(String address) {
        return resolve(address);
    }

    /** Whether a domain is ours, ours to relay, or a stranger's. */
    DomainKind domain(String name);

    /** The same from a recent answer about the domain or an address in it, where there is one. */
    default DomainKind recentDomain(String name) {
        return domain(name);
    }

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

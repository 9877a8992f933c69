// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

/** What a domain is to this server. */
public enum DomainKind {
    /** Active, with mailboxes or aliases here, or an active alias domain of such a domain. */
    LOCAL,
    /** Active, but its mail is only taken to be handed on: a backup MX, or a transport of {@code smtp:} or {@code relay:}. */
    RELAY,
    /** Not in the database, or switched off. */
    FOREIGN
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.Optional;

/**
 * One entry of an address list of an ENVELOPE (RFC 3501, 7.4.2): an address, or the begin or end of a group.
 *
 * @param name the phrase before the address without its quotes, encoded words as they are
 * @param route the source route, absent in all but very old mail
 * @param mailbox the local part; the name where a group begins, absent where it ends
 * @param host the domain; absent where a group begins or ends, empty where an address has none
 */
public record Address(Optional<String> name, Optional<String> route, Optional<String> mailbox, Optional<String> host) {

    /** True where a group begins or ends. */
    public boolean isGroupMark() {
        return host.isEmpty();
    }

    static Address groupStart(String name) {
        return new Address(Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty());
    }

    static Address groupEnd() {
        return new Address(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}

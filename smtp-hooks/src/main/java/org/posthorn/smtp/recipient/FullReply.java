// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.recipient;

import java.util.Locale;

/** What a client is told when a mailbox is full: never again (552 5.2.2), or later (452 4.2.2). */
public enum FullReply {
    /** The sender's server tells its user at once. */
    PERMANENT("552", "5.2.2"),
    /** The sender's server keeps the mail and tries again for some days. */
    TEMPORARY("452", "4.2.2");

    private final String code;
    private final String status;

    FullReply(String code, String status) {
        this.code = code;
        this.status = status;
    }

    /** The reply of this name, in any case. */
    public static FullReply parse(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The reply's code, RFC 5321. */
    String code() {
        return code;
    }

    /** The reply's status, RFC 3463. */
    String status() {
        return status;
    }
}

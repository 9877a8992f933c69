// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.alias;

/** Why a recipient that the SMTP dialogue once accepted can be delivered nowhere, in words for the sender. */
enum Refusal {
    UNKNOWN("550 5.1.1 User unknown in virtual mailbox table"),
    LOOP("550 5.4.6 Mail forwarding loop"),
    MALFORMED("550 5.3.5 The alias leads to an address that is none");

    private final String diagnostic;

    Refusal(String diagnostic) {
        this.diagnostic = diagnostic;
    }

    /** SMTP code, enhanced code (RFC 3463) and text, as they stand in the delivery status notification. */
    String diagnostic() {
        return diagnostic;
    }
}

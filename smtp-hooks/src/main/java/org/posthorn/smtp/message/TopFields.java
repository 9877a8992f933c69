// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

/** What is put above a message. */
@FunctionalInterface
interface TopFields {

    /** Whole header fields in ASCII, each ended by CRLF. */
    String above(HeaderBlock header);
}

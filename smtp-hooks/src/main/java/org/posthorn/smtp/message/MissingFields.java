// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

import java.util.UUID;

/** Date and Message-ID of a mail that one of our users sent without them (RFC 6409 sections 8.1 and 8.2). */
final class MissingFields {

    private MissingFields() {}

    static String of(HeaderBlock header, String hostname) {
        StringBuilder fields = new StringBuilder();
        if (!header.has("Message-ID")) {
            fields.append("Message-ID: <")
                    .append(UUID.randomUUID())
                    .append('@')
                    .append(hostname)
                    .append(">\r\n");
        }
        if (!header.has("Date")) {
            fields.append("Date: ").append(ReceivedField.date()).append("\r\n");
        }
        return fields.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** The Date field: the instant, for SORT, and the day as it is written there whatever the time zone, for SENTBEFORE, SENTON and SENTSINCE (RFC 3501). */
public record SentDate(Instant instant, LocalDate day) {

    /** The date that an unfolded field value is, leniently read; absent where it is none. */
    public static Optional<SentDate> parse(String value) {
        return DateParser.parse(value);
    }
}

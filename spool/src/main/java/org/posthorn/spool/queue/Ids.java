// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.util.Locale;
import java.util.Optional;
import org.posthorn.spool.journal.StoredItem;

/** Items' numbers as an administrator writes them: 16 hexadecimal digits. */
final class Ids {
    private Ids() {}

    static String of(StoredItem item) {
        return String.format(Locale.ROOT, "%016x", item.id());
    }

    static Optional<Long> parse(String id) {
        try {
            return Optional.of(Long.parseUnsignedLong(id, 16));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

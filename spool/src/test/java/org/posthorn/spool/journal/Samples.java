// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Random;
import java.util.TreeMap;

/** Items whose bodies can be recognised. */
final class Samples {
    /** Small sizes, so that a few items fill many records and segments. */
    static final JournalSettings SMALL = JournalSettings.DEFAULT
            .withSegmentBytes(4096)
            .withChunkBytes(256)
            .withReserveBytes(0)
            .withLazyForce(Duration.ofMillis(50));

    private Samples() {}

    static NewItem item(String envelope) {
        return new NewItem("spool", 5, false, 5, 7, envelope.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes that depend on the number alone. */
    static byte[] body(int number, int size) {
        byte[] bytes = new byte[size];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    static StoredItem add(Journal journal, int number, int size) throws IOException {
        return journal.add(item("item " + number), new ByteArrayInputStream(body(number, size)));
    }

    static byte[] read(Journal journal, StoredItem item) throws IOException {
        try (BodyReader reader = journal.read(item);
                InputStream in = reader.open()) {
            return in.readAllBytes();
        }
    }

    static String envelope(Journal journal, StoredItem item) throws IOException {
        return new String(journal.envelope(item), StandardCharsets.UTF_8);
    }

    /** Envelope and body of all items. */
    static TreeMap<String, byte[]> all(Journal journal) throws IOException {
        Collection<StoredItem> items = journal.items();
        TreeMap<String, byte[]> found = new TreeMap<>();
        for (StoredItem item : items) {
            found.put(envelope(journal, item), read(journal, item));
        }
        return found;
    }
}

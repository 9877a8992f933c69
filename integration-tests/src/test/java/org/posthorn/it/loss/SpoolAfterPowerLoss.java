// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthorn.it.loss.Letter.Reading;
import org.posthorn.spool.journal.BodyReader;
import org.posthorn.spool.journal.DiskStorage;
import org.posthorn.spool.journal.Journal;
import org.posthorn.spool.journal.JournalSettings;
import org.posthorn.spool.journal.StoredItem;

/** What the journal finds when it starts on what is left of a spool. */
public final class SpoolAfterPowerLoss {

    private static final JournalSettings SETTINGS = JournalSettings.DEFAULT.withReserveBytes(0);

    private static final String DAMAGED = "damaged ";

    private final Map<String, String> envelopes = new HashMap<>();
    private final List<String> setAside;

    private SpoolAfterPowerLoss(Path directory) throws IOException {
        try (Journal journal = Journal.open(DiskStorage.open(directory), SETTINGS)) {
            for (StoredItem item : journal.items()) {
                try (BodyReader body = journal.read(item);
                        InputStream stream = body.open()) {
                    String text = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
                    Optional<Reading> reading = Letter.read(text).filter(Reading::whole);
                    envelopes.merge(
                            reading.map(Reading::id).orElse(DAMAGED + item.id()),
                            new String(journal.envelope(item), StandardCharsets.ISO_8859_1),
                            String::concat);
                }
            }
        }
        setAside = setAside(directory);
    }

    /** Opens the spool as the server would, and reads all that is in it. */
    public static SpoolAfterPowerLoss open(Path directory) {
        try {
            return new SpoolAfterPowerLoss(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> setAside(Path directory) throws IOException {
        Path aside = directory.resolve("damaged");
        if (!Files.isDirectory(aside)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(aside)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** Whether a letter is there whole and on its way to a mailbox. */
    public boolean has(String id, String mailbox) {
        return envelopes.getOrDefault(id, "").contains(mailbox);
    }

    /** What would be delivered and is not whole. */
    public List<String> damaged() {
        return envelopes.keySet().stream().filter(id -> id.startsWith(DAMAGED)).toList();
    }

    /** The files that were put aside, because they are the rest of something; it may be of a letter that was not acknowledged. */
    public List<String> setAside() {
        return setAside;
    }
}

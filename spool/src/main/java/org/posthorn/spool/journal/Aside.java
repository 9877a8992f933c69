// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is left of a damaged item beside the journal, for a human being: {@code <id>.eml} with the bytes that
 * could be read and {@code <id>.txt} with the envelope.
 */
final class Aside {
    private static final Logger LOGGER = LoggerFactory.getLogger(Aside.class);

    private static final int BUFFER = 64 * 1024;

    private final SpoolStorage storage;

    Aside(SpoolStorage storage) {
        this.storage = storage;
    }

    /** Returns when both files are on the disk. */
    void write(long id, Optional<NewItem> item, Collection<Location> parts) throws IOException {
        SpoolStorage aside = storage.aside();
        String name = String.format(Locale.ROOT, "%016x", id);
        StringBuilder text = new StringBuilder();
        item.ifPresentOrElse(
                known -> describe(known, text), () -> text.append("The envelope of this mail was lost.\n"));
        try (SpoolFile message = fresh(aside, name + ".eml")) {
            copy(parts, message, text);
            message.force();
        }
        try (SpoolFile envelope = fresh(aside, name + ".txt")) {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            envelope.write(0, bytes, 0, bytes.length);
            envelope.force();
        }
        aside.forceDirectory();
        LOGGER.error("spool item={} result=damaged action=set-aside file={}/{}.eml", name, aside.describe(), name);
    }

    /** Copies what is cut off from a segment, unless it is nothing but zeros, which a loss of power leaves. */
    void writeTornEnd(Segment segment, long from, long to) throws IOException {
        byte[] buffer = new byte[(int) Math.min(to - from, BUFFER)];
        boolean empty = true;
        for (long at = from; at < to && empty; at += buffer.length) {
            int count = read(segment, at, to, buffer);
            empty = isZero(buffer, count);
        }
        if (empty) {
            LOGGER.info("spool file={} offset={} result=torn-end-cut", segment.name(), from);
            return;
        }
        SpoolStorage aside = storage.aside();
        String name = segment.name() + "-" + from + ".torn";
        try (SpoolFile torn = fresh(aside, name)) {
            for (long at = from; at < to; at += buffer.length) {
                torn.write(at - from, buffer, 0, read(segment, at, to, buffer));
            }
            torn.force();
        }
        aside.forceDirectory();
        LOGGER.warn(
                "spool file={} offset={} result=torn-end-cut file={}/{}; what was not acknowledged when the power went",
                segment.name(),
                from,
                aside.describe(),
                name);
    }

    private static int read(Segment segment, long at, long to, byte[] buffer) throws IOException {
        int count = (int) Math.min(buffer.length, to - at);
        segment.file().read(at, buffer, 0, count);
        return count;
    }

    private static boolean isZero(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static SpoolFile fresh(SpoolStorage aside, String name) throws IOException {
        aside.delete(name);
        return aside.create(name);
    }

    private static void copy(Collection<Location> parts, SpoolFile file, StringBuilder text) throws IOException {
        long position = 0;
        for (Location part : parts) {
            try {
                byte[] record = part.read();
                int head = Records.HEADER + Records.BODY_HEAD;
                file.write(position, record, head, record.length - head);
                position += record.length - head;
            } catch (DamagedRecordException e) {
                text.append("Lost at byte ")
                        .append(position)
                        .append(": ")
                        .append(e.getMessage())
                        .append('\n');
            }
        }
        text.append("Bytes of the message that could be read: ")
                .append(position)
                .append('\n');
    }

    private static void describe(NewItem item, StringBuilder text) {
        text.append("Queue: ").append(item.queue()).append('\n');
        text.append("Enqueued: ")
                .append(Instant.ofEpochMilli(item.enqueuedAt()))
                .append('\n');
        text.append("Envelope:\n");
        printable(item.envelope(), text);
        text.append('\n');
    }

    /** Text with everything that is none as line breaks, whatever form the queue gives its envelopes. */
    private static void printable(byte[] envelope, StringBuilder text) {
        boolean broken = false;
        for (char letter : new String(envelope, StandardCharsets.UTF_8).toCharArray()) {
            boolean visible = !Character.isISOControl(letter) && letter != '\uFFFD';
            if (visible) {
                text.append(broken ? "\n" : "").append(letter);
            }
            broken = !visible;
        }
    }
}

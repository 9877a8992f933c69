// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the journal, named {@code <number>-<marker>.log}. Its numbers are guarded by the journal's lock, its
 * leases by itself: a deleted segment is closed when nobody reads it any more.
 */
final class Segment {
    private static final Logger LOGGER = LoggerFactory.getLogger(Segment.class);
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.log");

    private final long number;
    private final long marker;
    private final SpoolFile file;

    /** Where the next record goes. */
    private long end;
    /** Bytes of the records that are still needed. */
    private long live;
    /** Takes no more records. */
    private volatile boolean sealed;
    /** A force failed: what is not yet forced here is lost, whatever a later force says. */
    private volatile boolean poisoned;

    private final Object forcing = new Object();

    private int leases;
    private boolean abandoned;

    Segment(long number, long marker, SpoolFile file) {
        this.number = number;
        this.marker = marker;
        this.file = file;
    }

    static String name(long number, long marker) {
        return String.format(Locale.ROOT, "%016x-%016x.log", number, marker);
    }

    /** The segment in a file of this name, when it is the name of one. */
    static Optional<Segment> open(SpoolStorage storage, String name) throws IOException {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Segment(
                Long.parseUnsignedLong(matcher.group(1), 16),
                Long.parseUnsignedLong(matcher.group(2), 16),
                storage.open(name)));
    }

    String name() {
        return name(number, marker);
    }

    long number() {
        return number;
    }

    long marker() {
        return marker;
    }

    SpoolFile file() {
        return file;
    }

    long end() {
        return end;
    }

    void endAt(long position) {
        end = position;
    }

    long live() {
        return live;
    }

    void addLive(long bytes) {
        live += bytes;
    }

    boolean isSealed() {
        return sealed;
    }

    void seal() {
        sealed = true;
    }

    /**
     * Forces the file, by one thread at a time: the system tells of a loss once, and whoever comes next would be told
     * that all is well.
     */
    void force() throws IOException {
        synchronized (forcing) {
            if (poisoned) {
                throw new IOException("an earlier force of " + name() + " failed");
            }
            boolean forced = false;
            try {
                file.force();
                forced = true;
            } finally {
                poisoned = !forced;
                sealed |= !forced;
            }
        }
    }

    synchronized void lease() {
        leases++;
    }

    synchronized void unlease() {
        leases--;
        closeIfUnused();
    }

    /** The file is deleted or the journal closed; readers keep it open. */
    synchronized void abandon() {
        abandoned = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (abandoned && leases == 0) {
            try {
                file.close();
            } catch (IOException e) {
                LOGGER.warn("spool file={} result=close-failed cause={}", name(), e.toString());
            }
        }
    }
}

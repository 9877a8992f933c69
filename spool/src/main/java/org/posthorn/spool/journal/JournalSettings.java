// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.time.Duration;

/**
 * Sizes and times of a journal.
 *
 * @param segmentBytes a segment that has grown to this gets no more records
 * @param chunkBytes the most a record of a body carries; so much memory is needed for each mail that is written or read
 * @param reserveBytes free space of the disk below which no new item is taken, so that the rest can be drained
 * @param lazyForce records nobody waits for are forced after this time at the latest
 */
public record JournalSettings(long segmentBytes, int chunkBytes, long reserveBytes, Duration lazyForce) {
    private static final int MEGABYTE = 1024 * 1024;

    /** 64 MB a segment, 256 kB a record, 64 MB kept free, one second. */
    public static final JournalSettings DEFAULT =
            new JournalSettings(64L * MEGABYTE, MEGABYTE / 4, 64L * MEGABYTE, Duration.ofSeconds(1));

    public JournalSettings {
        if (segmentBytes < 1 || chunkBytes < 1 || chunkBytes > Records.LARGEST / 2 || reserveBytes < 0) {
            throw new IllegalArgumentException("sizes of a journal must be positive, a chunk at most 32 MB");
        }
    }

    public JournalSettings withSegmentBytes(long bytes) {
        return new JournalSettings(bytes, chunkBytes, reserveBytes, lazyForce);
    }

    public JournalSettings withChunkBytes(int bytes) {
        return new JournalSettings(segmentBytes, bytes, reserveBytes, lazyForce);
    }

    public JournalSettings withReserveBytes(long bytes) {
        return new JournalSettings(segmentBytes, chunkBytes, bytes, lazyForce);
    }

    public JournalSettings withLazyForce(Duration time) {
        return new JournalSettings(segmentBytes, chunkBytes, reserveBytes, time);
    }
}

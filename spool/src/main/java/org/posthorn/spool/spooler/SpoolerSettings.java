// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

import java.time.Duration;
import org.posthorn.spool.RetrySchedule;

/**
 * How the spooler works.
 *
 * @param threads mails that are processed at the same time, at least 1
 * @param schedule when a mail whose processing failed is tried again
 * @param patience how long a stop waits for the mails that are being processed
 */
public record SpoolerSettings(int threads, RetrySchedule schedule, Duration patience) {
    private static final int MOST_THREADS = 1000;

    /** How long a stop waits where nothing else is set. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(20);

    public SpoolerSettings {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("the spooler needs 1 to " + MOST_THREADS + " threads, not " + threads);
        }
    }
}

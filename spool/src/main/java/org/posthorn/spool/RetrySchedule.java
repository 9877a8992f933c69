// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When to try again what could not be done.
 *
 * @param delays the waits before the first, second, ... retry; the last one repeats
 */
public record RetrySchedule(List<Duration> delays) {

    /** The delays where nothing else is set, as {@link #parse} reads them. */
    public static final String DEFAULT_DELAYS = "1m, 2m, 5m, 10m, 20m, 30m, 1h";

    public static final RetrySchedule DEFAULT = parse(DEFAULT_DELAYS);

    public RetrySchedule {
        delays = List.copyOf(delays);
        if (delays.isEmpty() || delays.stream().anyMatch(delay -> delay.isNegative() || delay.isZero())) {
            throw new IllegalArgumentException("a retry schedule needs at least one delay, and every delay a length");
        }
    }

    /**
     * Reads delays such as {@code 1m, 2m, 1h}; the units are s, m, h and d.
     *
     * @throws IllegalArgumentException when a duration is none, naming it
     */
    public static RetrySchedule parse(String delays) {
        List<Duration> parsed = new ArrayList<>();
        for (String delay : delays.split(",", -1)) {
            parsed.add(duration(delay));
        }
        return new RetrySchedule(parsed);
    }

    /** The wait before the next retry of what failed so often, 1 or more. */
    public Duration after(int failures) {
        return delays.get(Math.max(1, Math.min(failures, delays.size())) - 1);
    }

    /**
     * Reads a duration such as {@code 10m}.
     *
     * @throws IllegalArgumentException when it is none, naming it
     */
    public static Duration duration(String written) {
        String text = written.strip();
        if (!text.matches("[0-9]{1,9}[smhdSMHD]")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration: write a number and one of s, m, h, d, such as 10m");
        }
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.substring(text.length() - 1).toLowerCase(Locale.ROOT)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When to try again what could not be done.
 *
 * @param delays the waits before the first, second, ... retry; the last one repeats
 * @param patience how long after the first failure to give up
 */
record RetrySchedule(List<Duration> delays, Duration patience) {

    static final String DEFAULT_DELAYS = "1m, 2m, 5m, 10m, 20m, 30m, 1h";
    static final String DEFAULT_PATIENCE = "5d";

    static final RetrySchedule DEFAULT = parse(DEFAULT_DELAYS, DEFAULT_PATIENCE);

    RetrySchedule {
        delays = List.copyOf(delays);
        if (delays.isEmpty() || delays.stream().anyMatch(delay -> delay.isNegative() || delay.isZero())) {
            throw new IllegalArgumentException("a retry schedule needs at least one delay, and every delay a length");
        }
    }

    /**
     * Reads delays such as {@code 1m, 2m, 1h} and a patience such as {@code 5d}; the units are s, m, h and d.
     *
     * @throws IllegalArgumentException when a duration is none, naming it
     */
    static RetrySchedule parse(String delays, String patience) {
        List<Duration> parsed = new ArrayList<>();
        for (String delay : delays.split(",", -1)) {
            parsed.add(duration(delay.trim()));
        }
        return new RetrySchedule(parsed, duration(patience.trim()));
    }

    /** The wait before the next retry, or nothing when patience is at an end. */
    Optional<Duration> next(int failures, Duration sinceFirstFailure) {
        if (sinceFirstFailure.compareTo(patience) >= 0) {
            return Optional.empty();
        }
        return Optional.of(delays.get(Math.min(failures, delays.size()) - 1));
    }

    private static Duration duration(String text) {
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

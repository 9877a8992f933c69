// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How full a mailbox must become for its user to be warned.
 *
 * @param percents from 1 to 100, ascending; none means no warnings
 */
public record WarningLevels(List<Integer> percents) {

    private static final String OFF = "off";

    public WarningLevels {
        percents = percents.stream().distinct().sorted().toList();
        if (percents.stream().anyMatch(percent -> percent < 1 || percent > 100)) {
            throw new IllegalArgumentException("levels of warnings are percents from 1 to 100, not " + percents);
        }
    }

    /** Reads {@code 80, 95}, or {@code off}. */
    public static WarningLevels parse(String text) {
        return new WarningLevels(
                text.strip().equals(OFF)
                        ? List.of()
                        : Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .map(Integer::valueOf)
                                .toList());
    }

    /** The highest level that lies above the one percentage and not above the other. */
    Optional<Integer> crossed(int before, int after) {
        return percents.stream()
                .filter(percent -> before < percent && percent <= after)
                .reduce((lower, higher) -> higher);
    }
}

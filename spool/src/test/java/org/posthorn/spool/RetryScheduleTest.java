// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    @Test
    void theLastDelayRepeats() {
        assertThat(IntStream.rangeClosed(1, 9)
                        .mapToObj(RetrySchedule.DEFAULT::after)
                        .map(Duration::toMinutes))
                .containsExactly(1L, 2L, 5L, 10L, 20L, 30L, 60L, 60L, 60L);
    }

    @Test
    void unitsAreSecondsMinutesHoursAndDays() {
        assertThat(RetrySchedule.parse("1s, 2M,3h ,4d").delays())
                .containsExactly(Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofHours(3), Duration.ofDays(4));
    }

    @Test
    void whatIsNoScheduleIsRefusedByName() {
        for (String wrong : List.of("soon", "1", "-1m", "1m,", "")) {
            assertThatThrownBy(() -> RetrySchedule.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no duration");
        }
        assertThatThrownBy(() -> RetrySchedule.parse("1m, 0s")).hasMessageContaining("every delay a length");
    }
}

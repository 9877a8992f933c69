// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import org.apache.james.mailbox.model.SearchQuery.DateComparator;
import org.apache.james.mailbox.model.SearchQuery.DateOperator;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateRangeTest {

    @ParameterizedTest
    @CsvSource({
        "Second, 2004-02-29T23:59:59Z, 2004-03-01T00:00:00Z",
        "Minute, 2004-02-29T23:59:00Z, 2004-03-01T00:00:00Z",
        "Hour, 2004-02-29T23:00:00Z, 2004-03-01T00:00:00Z",
        "Day, 2004-02-29T00:00:00Z, 2004-03-01T00:00:00Z",
        "Month, 2004-02-01T00:00:00Z, 2004-03-01T00:00:00Z",
        "Year, 2004-01-01T00:00:00Z, 2005-01-01T00:00:00Z"
    })
    void coversWhatTheResolutionSays(DateResolution resolution, Instant start, Instant end) {
        DateRange range = range(DateComparator.ON, resolution);

        assertThat(Instant.ofEpochMilli(range.start())).isEqualTo(start);
        assertThat(Instant.ofEpochMilli(range.end())).isEqualTo(end);
    }

    @Test
    void comparesInstantsAndDays() {
        DateRange before = range(DateComparator.BEFORE, DateResolution.Day);
        DateRange on = range(DateComparator.ON, DateResolution.Day);
        DateRange after = range(DateComparator.AFTER, DateResolution.Day);
        LocalDate day = LocalDate.of(2004, 2, 29);

        assertThat(before.test(before.start() - 1)).isTrue();
        assertThat(before.test(before.start())).isFalse();
        assertThat(on.test(on.start())).isTrue();
        assertThat(on.test(on.end())).isFalse();
        assertThat(after.test(after.end())).isTrue();
        assertThat(after.test(after.end() - 1)).isFalse();
        assertThat(before.testDay(day.minusDays(1))).isTrue();
        assertThat(on.testDay(day)).isTrue();
        assertThat(after.testDay(day)).isFalse();
        assertThat(after.testDay(day.plusDays(1))).isTrue();
    }

    private static DateRange range(DateComparator comparator, DateResolution resolution) {
        Date date = Date.from(Instant.parse("2004-02-29T23:59:59.5Z"));
        return DateRange.of(new DateOperator(comparator, date, resolution));
    }
}

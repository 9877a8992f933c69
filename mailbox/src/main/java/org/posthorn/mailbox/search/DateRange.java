// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.james.mailbox.model.SearchQuery.DateComparator;
import org.apache.james.mailbox.model.SearchQuery.DateOperator;

/**
 * A date with its resolution, as the instants from {@code start} up to, not including, {@code end} (milliseconds), and
 * what is asked of another date: to be before, in, or after it. Days are those of UTC.
 */
public record DateRange(DateComparator comparator, long start, long end) {

    /** The range a criterion means. */
    public static DateRange of(DateOperator operator) {
        ZonedDateTime date = operator.getDate().toInstant().atZone(ZoneOffset.UTC);
        ZonedDateTime midnight = date.with(LocalTime.MIDNIGHT);
        return switch (operator.getDateResultion()) {
            case Year -> range(operator, midnight.withDayOfYear(1), ChronoUnit.YEARS);
            case Month -> range(operator, midnight.withDayOfMonth(1), ChronoUnit.MONTHS);
            case Day -> range(operator, midnight, ChronoUnit.DAYS);
            case Hour -> range(operator, date.truncatedTo(ChronoUnit.HOURS), ChronoUnit.HOURS);
            case Minute -> range(operator, date.truncatedTo(ChronoUnit.MINUTES), ChronoUnit.MINUTES);
            case Second -> range(operator, date.truncatedTo(ChronoUnit.SECONDS), ChronoUnit.SECONDS);
        };
    }

    /** The day that the range begins with. */
    public LocalDate startDay() {
        return LocalDate.ofEpochDay(Math.floorDiv(start, 86_400_000L));
    }

    /** Whether an instant stands as asked. */
    public boolean test(long millis) {
        return switch (comparator) {
            case BEFORE -> millis < start;
            case ON -> millis >= start && millis < end;
            case AFTER -> millis >= end;
        };
    }

    /** Whether a day stands as asked, for a range that is a day. */
    public boolean testDay(LocalDate day) {
        return switch (comparator) {
            case BEFORE -> day.isBefore(startDay());
            case ON -> day.equals(startDay());
            case AFTER -> day.isAfter(startDay());
        };
    }

    private static DateRange range(DateOperator operator, ZonedDateTime start, ChronoUnit unit) {
        return new DateRange(
                operator.getType(),
                start.toInstant().toEpochMilli(),
                start.plus(1, unit).toInstant().toEpochMilli());
    }
}

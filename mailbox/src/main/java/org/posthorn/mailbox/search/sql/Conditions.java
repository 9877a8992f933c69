// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.SearchQuery.DateOperator;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.apache.james.mailbox.model.SearchQuery.NumericOperator;
import org.apache.james.mailbox.model.SearchQuery.UidInOperator;
import org.apache.james.mailbox.model.SearchQuery.UidRange;
import org.posthorn.mailbox.message.FlagBits;
import org.posthorn.mailbox.search.ContentTests;
import org.posthorn.mailbox.search.DateRange;
import org.posthorn.mailbox.structure.EncodedWords;
import org.posthorn.mailbox.structure.ParsedMessage;

/** The conditions on the columns of {@code m}, the message's row, and {@code c}, its content's. */
final class Conditions {

    private static final Map<Flags.Flag, Integer> BITS = Map.of(
            Flags.Flag.ANSWERED, 1,
            Flags.Flag.DELETED, 2,
            Flags.Flag.DRAFT, 4,
            Flags.Flag.FLAGGED, 8,
            Flags.Flag.SEEN, 16);

    private static final int ALL_BITS = 64;

    private static final Map<String, String> ADDRESS_COLUMNS =
            Map.of("from", "c.from_text", "to", "c.to_text", "cc", "c.cc_text", "bcc", "c.bcc_text");

    private Conditions() {}

    static SearchNode.Sql equal(String column, long value) {
        return new SearchNode.Sql(column + " = ?", List.of(value));
    }

    static SearchNode.Sql number(String column, NumericOperator operator) {
        String comparison =
                switch (operator.getType()) {
                    case EQUALS -> " = ?";
                    case LESS_THAN -> " < ?";
                    case GREATER_THAN -> " > ?";
                };
        return new SearchNode.Sql(column + comparison, List.of(operator.getValue()));
    }

    /** The text holds the phrase, whatever its case; what has a meaning in patterns is taken literally. */
    static SearchNode.Sql contains(String column, String phrase) {
        String decoded = EncodedWords.decode(phrase);
        String pattern = "%" + decoded.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        return new SearchNode.Sql(
                "COALESCE(" + column + ", '')" + exactly(decoded) + " LIKE ? ESCAPE '!'", List.of(pattern));
    }

    /** The texts' collation takes all characters beyond the basic plane, like emoji, for the same; so they are compared as they are. */
    private static String exactly(String phrase) {
        return phrase.codePoints().anyMatch(Character::isSupplementaryCodePoint) ? " COLLATE utf8mb4_bin" : "";
    }

    static SearchNode address(String field, String phrase) {
        String column = ADDRESS_COLUMNS.get(field.toLowerCase(Locale.ROOT));
        return column == null ? header(field, phrase) : contains(column, phrase);
    }

    /** A field holds the phrase. Its bytes are in the header unless they are folded or encoded there. */
    static SearchNode header(String field, String phrase) {
        SearchNode.Sql necessary = inHeader(field);
        if (phrase.chars().allMatch(letter -> letter > ' ' && letter < 0x7F) && !phrase.contains("=?")) {
            SearchNode.Sql either = (SearchNode.Sql) SearchNode.any(List.of(inHeader(phrase), inHeader("=?")));
            necessary = (SearchNode.Sql) SearchNode.all(List.of(necessary, either));
        }
        return new SearchNode.Scan(ContentTests.header(field, phrase), necessary);
    }

    /** The header's bytes hold those of an ASCII text, whatever its case; or the header is not stored whole. */
    static SearchNode.Sql inHeader(String text) {
        if (text.chars().anyMatch(letter -> letter >= 0x7F)) {
            return SearchNode.Sql.TRUE;
        }
        return new SearchNode.Sql(
                "LOCATE(?, CONVERT(c.header USING latin1)) > 0 OR c.header_size > " + ParsedMessage.HEADER_LIMIT,
                List.of(text));
    }

    static SearchNode.Sql instant(String column, DateOperator operator) {
        DateRange range = DateRange.of(operator);
        return switch (range.comparator()) {
            case BEFORE -> new SearchNode.Sql("COALESCE(" + column + " < ?, FALSE)", List.of(range.start()));
            case AFTER -> new SearchNode.Sql("COALESCE(" + column + " >= ?, FALSE)", List.of(range.end()));
            case ON ->
                new SearchNode.Sql(
                        "COALESCE(" + column + " >= ? AND " + column + " < ?, FALSE)",
                        List.of(range.start(), range.end()));
        };
    }

    /** SENTBEFORE and the like: the day as it is written in the message, whatever its time zone (RFC 3501, 6.4.4). */
    static SearchNode.Sql sent(DateOperator operator) {
        if (operator.getDateResultion() != DateResolution.Day) {
            return instant("c.sent_at", operator);
        }
        DateRange range = DateRange.of(operator);
        String comparison =
                switch (range.comparator()) {
                    case BEFORE -> " < ?";
                    case ON -> " = ?";
                    case AFTER -> " > ?";
                };
        return new SearchNode.Sql(
                "COALESCE(c.sent_day" + comparison + ", FALSE)",
                List.of(range.startDay().toString()));
    }

    /** The UIDs of a set. Single ones are one list, which the database looks up however long it is. */
    static SearchNode.Sql uids(UidInOperator operator) {
        if (operator.isAll()) {
            return SearchNode.Sql.TRUE;
        }
        List<Object> bounds = new ArrayList<>();
        List<Long> singles = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (UidRange range : operator.getRange()) {
            if (range.getLowValue().equals(range.getHighValue())) {
                singles.add(range.getLowValue().asLong());
                continue;
            }
            conditions.add("m.uid BETWEEN ? AND ?");
            bounds.add(range.getLowValue().asLong());
            bounds.add(range.getHighValue().asLong());
        }
        if (!singles.isEmpty()) {
            conditions.add(among(singles));
        }
        return new SearchNode.Sql(String.join(" OR ", conditions), bounds);
    }

    private static String among(Collection<Long> uids) {
        return "m.uid IN (" + uids.stream().map(uid -> Long.toString(uid)).collect(Collectors.joining(",")) + ")";
    }

    /** A system flag. \Recent belongs to the session, which gives its UIDs; the others are found by the index of the flags. */
    static SearchNode flag(Flags.Flag flag, boolean isSet, Collection<MessageUid> recent) {
        if (flag == Flags.Flag.RECENT) {
            SearchNode.Sql ofSession = recent.isEmpty()
                    ? SearchNode.Sql.FALSE
                    : new SearchNode.Sql(
                            among(recent.stream().map(MessageUid::asLong).toList()), List.of());
            return isSet ? ofSession : SearchNode.not(ofSession);
        }
        Integer bit = BITS.get(flag);
        if (bit == null) {
            return SearchNode.Sql.FALSE;
        }
        String values = IntStream.range(0, ALL_BITS)
                .filter(value -> ((value & bit) != 0) == isSet)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
        return new SearchNode.Sql("m.flags IN (" + values + ")", List.of());
    }

    static SearchNode.Sql keyword(String keyword, boolean isSet) {
        String pattern = "% "
                + FlagBits.escape(keyword).replace("!", "!!").replace("%", "!%").replace("_", "!_") + " %";
        String condition = "CONCAT(' ', COALESCE(m.keywords, ''), ' ') COLLATE utf8mb4_general_ci LIKE ? ESCAPE '!'";
        return new SearchNode.Sql(isSet ? condition : "NOT (" + condition + ")", List.of(pattern));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * Reads a Date field (RFC 5322, 3.3 and 4.3) and what old software wrote instead: names of zones, years of two digits,
 * no zone (taken as UTC), no seconds, hyphens, the order of C's asctime.
 */
final class DateParser {

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int NONE = -1;

    private int day = NONE;
    private int month = NONE;
    private int year = NONE;
    private int second = NONE;
    private int offset;

    private DateParser() {}

    /** The date, absent where the text is none. */
    static Optional<SentDate> parse(String text) {
        DateParser parser = new DateParser();
        StringTokenizer tokens = new StringTokenizer(closedUp(withoutComments(text)), " ,");
        for (int i = 0; i < 12 && tokens.hasMoreTokens(); i++) {
            parser.token(tokens.nextToken());
        }
        return parser.date();
    }

    private Optional<SentDate> date() {
        if (day < 1
                || month < 1
                || year < 1
                || year > 9999
                || day > YearMonth.of(year, month).lengthOfMonth()) {
            return Optional.empty();
        }
        LocalDate date = LocalDate.of(year, month, day);
        long instant = date.toEpochDay() * 86_400 + Math.max(second, 0) - offset;
        return Optional.of(new SentDate(Instant.ofEpochSecond(instant), date));
    }

    private void token(String token) {
        char first = token.charAt(0);
        if (token.indexOf(':') > 0) {
            time(token);
        } else if ((first == '+' || first == '-') && token.length() >= 3 && isNumber(token, 1)) {
            offset = offset(token);
        } else if (isNumber(token, 0)) {
            number(token);
        } else if (token.indexOf('-') > 0) {
            for (String piece : token.split("-", 3)) {
                if (!piece.isEmpty() && piece.indexOf('-') < 0) {
                    token(piece);
                }
            }
        } else {
            word(token.toLowerCase(Locale.ROOT));
        }
    }

    private void number(String token) {
        if (token.length() > 4) {
            return;
        }
        int value = Integer.parseInt(token);
        if (day == NONE && token.length() <= 2) {
            day = value;
        } else if (year == NONE) {
            year = token.length() >= 4 ? value : value < 50 && token.length() == 2 ? value + 2000 : value + 1900;
        }
    }

    private void time(String token) {
        StringTokenizer pieces = new StringTokenizer(token, ":");
        int total = 0;
        for (int factor = 3600; factor > 0 && pieces.hasMoreTokens(); factor /= 60) {
            String piece = pieces.nextToken();
            if (piece.length() > 2 || !isNumber(piece, 0)) {
                return;
            }
            total += Integer.parseInt(piece) * factor;
        }
        if (second == NONE && total <= 86_400) {
            second = total;
        }
    }

    private void word(String word) {
        int place = word.length() >= 3 ? MONTHS.indexOf(word.substring(0, 3)) : NONE;
        if (place >= 0 && place % 3 == 0 && month == NONE) {
            month = place / 3 + 1;
            return;
        }
        offset = switch (word) {
            case "est", "cdt" -> -5 * 3600;
            case "edt" -> -4 * 3600;
            case "cst", "mdt" -> -6 * 3600;
            case "mst", "pdt" -> -7 * 3600;
            case "pst" -> -8 * 3600;
            default -> offset;
        };
    }

    private static int offset(String token) {
        int value = token.length() > 5 ? 0 : Integer.parseInt(token.substring(1));
        int seconds = token.length() <= 3 ? value * 3600 : (value / 100) * 3600 + (value % 100) * 60;
        return token.charAt(0) == '-' ? -seconds : seconds;
    }

    private static boolean isNumber(String token, int from) {
        for (int i = from; i < token.length(); i++) {
            if (token.charAt(i) < '0' || token.charAt(i) > '9') {
                return false;
            }
        }
        return from < token.length();
    }

    /** Times like {@code 09 : 55} made one word. */
    private static String closedUp(String text) {
        String closed = text;
        while (closed.contains(" :") || closed.contains(": ")) {
            closed = closed.replace(" :", ":").replace(": ", ":");
        }
        return closed;
    }

    private static String withoutComments(String text) {
        if (text.indexOf('(') < 0) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            depth += letter == '(' ? 1 : 0;
            if (depth == 0) {
                kept.append(letter);
            }
            depth -= letter == ')' && depth > 0 ? 1 : 0;
        }
        return kept.toString();
    }
}

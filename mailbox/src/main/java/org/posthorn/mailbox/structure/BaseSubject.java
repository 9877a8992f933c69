// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

/** Takes the marks of replies and forwards off a decoded subject (RFC 5256, 2.1). */
final class BaseSubject {

    private BaseSubject() {}

    /** The base subject, which may be empty. */
    static String of(String decodedSubject) {
        String subject = singleSpaces(decodedSubject);
        while (true) {
            subject = withoutLeaders(withoutTrailers(subject));
            if (subject.length() < 6 || !startsWith(subject, 0, "[fwd:") || !subject.endsWith("]")) {
                return subject;
            }
            subject = subject.substring(5, subject.length() - 1).strip();
        }
    }

    private static String singleSpaces(String text) {
        StringBuilder single = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i) <= ' ' ? ' ' : text.charAt(i);
            if (letter != ' ' || (single.length() > 0 && single.charAt(single.length() - 1) != ' ')) {
                single.append(letter);
            }
        }
        return single.toString();
    }

    private static String withoutTrailers(String text) {
        int end = text.length();
        while (end > 0) {
            if (text.charAt(end - 1) == ' ') {
                end--;
            } else if (end >= 5 && startsWith(text, end - 5, "(fwd)")) {
                end -= 5;
            } else {
                break;
            }
        }
        return text.substring(0, end);
    }

    private static String withoutLeaders(String text) {
        int start = 0;
        while (true) {
            int next = leader(text, start);
            if (next == start) {
                int blob = blob(text, start);
                next = blob < text.length() ? blob : start;
            }
            if (next == start) {
                return text.substring(start);
            }
            start = next;
        }
    }

    /** The place after {@code *blob refwd} or a space at {@code start}, or {@code start} where there is neither. */
    private static int leader(String text, int start) {
        if (start < text.length() && text.charAt(start) == ' ') {
            return start + 1;
        }
        int place = start;
        for (int next = blob(text, place); next != place; next = blob(text, place)) {
            place = next;
        }
        int mark = startsWith(text, place, "re")
                ? 2
                : startsWith(text, place, "fwd") ? 3 : startsWith(text, place, "fw") ? 2 : 0;
        if (mark == 0) {
            return start;
        }
        place = blob(text, spaces(text, place + mark));
        return place < text.length() && text.charAt(place) == ':' ? place + 1 : start;
    }

    /** The place after {@code [...]} and its spaces, or {@code start} where there is none. */
    private static int blob(String text, int start) {
        if (start >= text.length() || text.charAt(start) != '[') {
            return start;
        }
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == ']') {
                return spaces(text, i + 1);
            }
            if (text.charAt(i) == '[') {
                return start;
            }
        }
        return start;
    }

    private static int spaces(String text, int start) {
        int place = start;
        while (place < text.length() && text.charAt(place) == ' ') {
            place++;
        }
        return place;
    }

    private static boolean startsWith(String text, int start, String lowerCase) {
        return text.regionMatches(true, start, lowerCase, 0, lowerCase.length());
    }
}

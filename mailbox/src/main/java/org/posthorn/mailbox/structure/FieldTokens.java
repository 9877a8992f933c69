// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads structured MIME fields (RFC 2045, 5.1) from left to right, taking what it can of broken ones. */
final class FieldTokens {

    private final String text;
    private int position;

    FieldTokens(String text) {
        this.text = text;
    }

    /** Passes white space and comments. */
    void skipBlank() {
        while (position < text.length()) {
            char letter = text.charAt(position);
            if (letter == '(') {
                skipComment();
            } else if (letter == ' ') {
                position++;
            } else {
                return;
            }
        }
    }

    /** Passes the letter if it comes next. */
    boolean skip(char letter) {
        skipBlank();
        if (position < text.length() && text.charAt(position) == letter) {
            position++;
            return true;
        }
        return false;
    }

    /** The next token in lower case, empty where none comes. */
    String token() {
        skipBlank();
        int start = position;
        while (position < text.length() && isToken(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position).toLowerCase(Locale.ROOT);
    }

    /** The parameters up to the end of the field: the first of each name, in their order. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (skipPast(';')) {
            String name = token();
            if (!name.isEmpty() && skip('=')) {
                parameters.putIfAbsent(name, value());
            }
        }
        return parameters.isEmpty() ? Map.of() : Collections.unmodifiableMap(parameters);
    }

    /** What is left, quotes and comments taken off. */
    String words() {
        StringBuilder words = new StringBuilder();
        while (position < text.length()) {
            char letter = text.charAt(position);
            if (letter == '(') {
                skipComment();
            } else if (letter == '"') {
                words.append(quoted());
            } else {
                words.append(letter);
                position++;
            }
        }
        return words.toString();
    }

    private boolean skipPast(char letter) {
        while (position < text.length()) {
            char next = text.charAt(position);
            if (next == letter) {
                position++;
                return true;
            }
            if (next == '(') {
                skipComment();
            } else if (next == '"') {
                quoted();
            } else {
                position++;
            }
        }
        return false;
    }

    private String value() {
        skipBlank();
        if (position < text.length() && text.charAt(position) == '"') {
            return quoted();
        }
        StringBuilder value = new StringBuilder();
        while (position < text.length() && text.charAt(position) != ';') {
            if (text.charAt(position) == '(') {
                skipComment();
            } else {
                value.append(text.charAt(position++));
            }
        }
        return value.toString().trim();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char letter = text.charAt(position);
            if (letter == '"') {
                position++;
                break;
            }
            if (letter == '\\' && position + 1 < text.length()) {
                letter = text.charAt(++position);
            }
            value.append(letter);
        }
        return value.toString();
    }

    private void skipComment() {
        int depth = 0;
        for (; position < text.length(); position++) {
            char letter = text.charAt(position);
            if (letter == '\\') {
                position++;
            } else if (letter == '(') {
                depth++;
            } else if (letter == ')' && --depth == 0) {
                position++;
                return;
            }
        }
        position = Math.min(position, text.length());
    }

    private static boolean isToken(char letter) {
        return letter > ' ' && letter != 0x7F && "()<>@,;:\\\"/[]?=".indexOf(letter) < 0;
    }
}

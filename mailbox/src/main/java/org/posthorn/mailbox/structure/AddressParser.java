// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads address lists (RFC 5322, 3.4 and 4.4) and makes the best of broken ones: a bare word is an address without a
 * host, a comment stands in for a missing name, an open group ends with the field.
 */
final class AddressParser {

    private final String text;
    private final List<Address> addresses = new ArrayList<>(2);
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder local = new StringBuilder();
    private String comment = "";
    private boolean spaced;
    private boolean inGroup;
    private int position;

    private AddressParser(String text) {
        this.text = text;
    }

    /** The entries of the list in their order; group marks included. */
    static List<Address> parse(String text) {
        return new AddressParser(text).parse();
    }

    private List<Address> parse() {
        while (position < text.length()) {
            letter(text.charAt(position));
        }
        bareWord();
        if (inGroup) {
            addresses.add(Address.groupEnd());
        }
        return List.copyOf(addresses);
    }

    private void letter(char letter) {
        switch (letter) {
            case ' ', ',' -> {
                if (letter == ',') {
                    bareWord();
                }
                spaced = true;
                position++;
            }
            case '(' -> comment = comment();
            case '"' -> word(quoted());
            case '<' -> angle();
            case '@' -> plain();
            case ':' -> groupStart();
            case ';' -> groupEnd();
            case ')', '>' -> position++;
            default -> word(atom());
        }
    }

    private void word(String word) {
        if (spaced && name.length() > 0) {
            name.append(' ');
        }
        spaced = false;
        name.append(word);
        local.append(word);
    }

    private void groupStart() {
        position++;
        if (inGroup) {
            word(":");
            return;
        }
        addresses.add(Address.groupStart(name.toString()));
        inGroup = true;
        clear();
    }

    private void groupEnd() {
        position++;
        bareWord();
        if (inGroup) {
            addresses.add(Address.groupEnd());
            inGroup = false;
        }
    }

    private void bareWord() {
        if (local.length() > 0) {
            add(Optional.empty(), Optional.empty(), name.toString(), "");
        }
        clear();
    }

    /** An address without angle brackets: the local part has been read, the at sign comes. */
    private void plain() {
        position++;
        String domain = domain(",;<");
        String mailbox = local.toString();
        skipSpaces();
        if (position < text.length() && text.charAt(position) == '<') {
            name.append('@').append(domain);
            angle();
            return;
        }
        add(Optional.empty(), Optional.empty(), mailbox, domain);
        clear();
    }

    private void angle() {
        position++;
        Optional<String> route = route();
        StringBuilder mailbox = new StringBuilder();
        while (position < text.length() && ">@,".indexOf(text.charAt(position)) < 0) {
            char letter = text.charAt(position);
            if (letter == '"') {
                mailbox.append(quoted());
            } else if (letter == '(') {
                comment();
            } else {
                position++;
                if (letter != ' ') {
                    mailbox.append(letter);
                }
            }
        }
        String host = "";
        if (position < text.length() && text.charAt(position) == '@') {
            position++;
            host = domain(">,");
        }
        if (position < text.length() && text.charAt(position) == '>') {
            position++;
        }
        add(Optional.of(name.toString()).filter(phrase -> !phrase.isEmpty()), route, mailbox.toString(), host);
        clear();
        comment();
    }

    private Optional<String> route() {
        skipSpaces();
        if (position >= text.length() || text.charAt(position) != '@') {
            return Optional.empty();
        }
        int colon = position;
        while (colon < text.length() && ":<>".indexOf(text.charAt(colon)) < 0) {
            colon++;
        }
        if (colon == text.length() || text.charAt(colon) != ':') {
            return Optional.empty();
        }
        String route = text.substring(position, colon).replace(" ", "");
        position = colon + 1;
        return Optional.of(route);
    }

    private String domain(String stops) {
        StringBuilder domain = new StringBuilder();
        while (position < text.length() && stops.indexOf(text.charAt(position)) < 0) {
            char letter = text.charAt(position);
            if (letter == '(') {
                comment = comment();
                continue;
            }
            position++;
            if (letter != ' ' && letter != '"') {
                domain.append(letter);
            }
        }
        return domain.toString();
    }

    private void add(Optional<String> phrase, Optional<String> route, String mailbox, String host) {
        Optional<String> shown = phrase.isPresent() || comment.isEmpty() ? phrase : Optional.of(comment);
        addresses.add(new Address(shown, route, Optional.of(mailbox), Optional.of(host)));
    }

    private void clear() {
        name.setLength(0);
        local.setLength(0);
        comment = "";
        spaced = false;
    }

    private void skipSpaces() {
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
    }

    private String atom() {
        int start = position;
        while (position < text.length() && " ,;:<>@()\"".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
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

    /** The comment that comes after spaces, without its parentheses; empty where none comes. */
    private String comment() {
        skipSpaces();
        if (position >= text.length() || text.charAt(position) != '(') {
            return "";
        }
        StringBuilder value = new StringBuilder();
        int depth = 0;
        for (; position < text.length(); position++) {
            char letter = text.charAt(position);
            if (letter == ')' && --depth == 0) {
                position++;
                break;
            }
            if (letter == '(' && depth++ == 0) {
                continue;
            }
            if (letter == '\\' && position + 1 < text.length()) {
                letter = text.charAt(++position);
            }
            value.append(letter);
        }
        return value.toString().trim();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * An address as the database is asked for it: ASCII letters in lower case, quotes around the local part removed.
 *
 * <p>Only ASCII letters are folded: Java would also fold, for example, the Kelvin sign to {@code k} and so let one name
 * pass for another.
 *
 * @param local the part before the last {@code @}; may itself hold any character but control characters
 * @param domain the part after it, in ASCII (RFC 5890) where it can be written so
 */
record Address(String local, String domain) {

    /** The longest address that a path of RFC 5321, 4.5.3.1.3 can hold. */
    private static final int MAX_LENGTH = 254;

    /** Empty for whatever cannot be an address in the database: too long, without a part, with control characters. */
    static Optional<Address> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1 || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (text.codePoints().anyMatch(Address::isNoText)) {
            return Optional.empty();
        }
        String local = unquoted(text.substring(0, at));
        Optional<String> domain = domain(text.substring(at + 1));
        return local.isEmpty() ? Optional.empty() : domain.map(name -> new Address(folded(local), name));
    }

    /** A domain's name as the database has it. Empty if it cannot be one. */
    static Optional<String> domain(String name) {
        if (name.isEmpty()
                || name.length() > MAX_LENGTH
                || name.codePoints().anyMatch(letter -> letter == ' ' || isNoText(letter))) {
            return Optional.empty();
        }
        if (name.chars().allMatch(letter -> letter < 0x7f)) {
            return Optional.of(folded(name));
        }
        return inAscii(name);
    }

    /**
     * Empty for a name that becomes another one on its way to ASCII and back: {@code IDN} drops invisible characters, and
     * takes wide letters for plain ones and a sharp s for two.
     */
    private static Optional<String> inAscii(String name) {
        try {
            String ascii = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            String composed = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
            return IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED).equals(composed) ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** ASCII letters in lower case, everything else as it is. */
    static String folded(String text) {
        StringBuilder folded = null;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                folded = folded == null ? new StringBuilder(text) : folded;
                folded.setCharAt(i, (char) (letter + 'a' - 'A'));
            }
        }
        return folded == null ? text : folded.toString();
    }

    /** As one text. */
    String text() {
        return local + '@' + domain;
    }

    /** The address without its tag, if one of the delimiters stands behind at least one character. */
    Optional<Address> base(String delimiters) {
        for (int i = 1; i < local.length(); i++) {
            if (delimiters.indexOf(local.charAt(i)) >= 0) {
                return Optional.of(new Address(local.substring(0, i), domain));
            }
        }
        return Optional.empty();
    }

    /** Whether the local part is itself an address for another server: several {@code @}. */
    boolean isRouted() {
        return local.indexOf('@') >= 0;
    }

    /** Whether other servers may read the local part as a route ({@code user%host}, {@code host!user}). */
    boolean looksRouted() {
        return local.indexOf('%') >= 0 || local.indexOf('!') >= 0;
    }

    private static boolean isNoText(int letter) {
        return Character.isISOControl(letter)
                || (letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE);
    }

    private static String unquoted(String local) {
        if (local.length() < 2 || local.charAt(0) != '"' || local.charAt(local.length() - 1) != '"') {
            return local;
        }
        StringBuilder plain = new StringBuilder(local.length());
        for (int i = 1; i < local.length() - 1; i++) {
            boolean escape = local.charAt(i) == '\\' && i + 1 < local.length() - 1;
            plain.append(local.charAt(escape ? ++i : i));
        }
        return plain.toString();
    }
}

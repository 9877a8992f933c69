// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.regex.Pattern;

/** What may be the name of a user or a domain in PostfixAdmin's tables, whose key columns hold 255 letters of latin1. */
final class Names {

    private static final int LONGEST_ADDRESS = 254;
    private static final Pattern LOCAL_PART = Pattern.compile("[-$'+0-9=?a-z^_{|}~`]+(?:\\.[-$'+0-9=?a-z^_{|}~`]+)*");
    private static final int LONGEST_LOCAL_PART = 64;
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[a-z0-9](?:[-a-z0-9_]{0,61}[a-z0-9])?\\.)+" + "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]");

    private Names() {}

    /** Whether the text can be a key in PostfixAdmin's tables at all; what cannot is looked up nowhere. */
    static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }

    /** Whether the panel would take the text, in lower case, as a domain's name. */
    static boolean isDomain(String name) {
        return name.length() <= LONGEST_ADDRESS && DOMAIN.matcher(name).matches();
    }

    /**
     * Whether the text, in lower case, may become a user's address or an alias: a dot-atom of RFC 5321 without what means
     * something else to mail servers, paths and IMAP ({@code ! # % & * /}).
     */
    static boolean isAddress(String address) {
        int at = address.indexOf('@');
        return at > 0
                && at <= LONGEST_LOCAL_PART
                && at == address.lastIndexOf('@')
                && address.length() <= LONGEST_ADDRESS
                && LOCAL_PART.matcher(address.substring(0, at)).matches()
                && PLAIN.matcher(address.substring(at + 1)).matches();
    }

    static String localPart(String address) {
        return address.substring(0, address.indexOf('@'));
    }

    static String domain(String address) {
        return address.substring(address.indexOf('@') + 1);
    }

    static boolean hasControls(String text) {
        return CONTROLS.matcher(text).find();
    }
}

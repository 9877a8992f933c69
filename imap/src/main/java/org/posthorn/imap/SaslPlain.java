// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/**
 * What a client says in SASL PLAIN (RFC 4616): {@code authzid NUL authcid NUL password}.
 *
 * @param name who logs in; to log in as somebody else (authzid) is not possible
 */
public record SaslPlain(String name, String password) {

    /** Reads the base64 text of a response; empty where it is malformed or asks for another identity. */
    public static Optional<SaslPlain> parse(String base64) {
        return decode(base64)
                .map(text -> text.split("\0", -1))
                .filter(SaslPlain::isForOneself)
                .map(parts -> new SaslPlain(parts[1], parts[2]));
    }

    /** Base64 of UTF-8 text, as SASL LOGIN sends its two answers. */
    public static Optional<String> decode(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64.trim()), UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isForOneself(String[] parts) {
        return parts.length == 3 && (parts[0].isEmpty() || parts[0].equalsIgnoreCase(parts[1]));
    }

    @Override
    public String toString() {
        return "SaslPlain[" + name + "]";
    }
}

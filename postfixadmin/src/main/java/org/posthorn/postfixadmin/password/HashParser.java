// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out what a stored hash is: by the {@code {SCHEME}} before it, or by its shape.
 *
 * <p>A prefix may end in {@code .B64}, {@code .BASE64} or {@code .HEX} and then says how the rest is encoded. Without
 * such an ending digests of a fixed length may be in either. All prefixes of the crypt family mean the same, "look at
 * the shape", as they do in Dovecot: PostfixAdmin lets the administrator write any of them before any crypt string.
 */
final class HashParser {

    /** Longer than any hash; the column holds 255 characters. */
    private static final int MAX_LENGTH = 1024;

    private static final Pattern PREFIXED =
            Pattern.compile("\\{([A-Za-z0-9-]{1,32})(?:\\.([A-Za-z0-9]{1,16}))?\\}(.*)", Pattern.DOTALL);
    private static final Pattern SHAPE = Pattern.compile("\\$([A-Za-z0-9]{1,16})\\$.*", Pattern.DOTALL);
    private static final Pattern HEX_MD5 = Pattern.compile("[0-9A-Fa-f]{32}");

    private final DefaultScheme defaultScheme;

    HashParser(DefaultScheme defaultScheme) {
        this.defaultScheme = defaultScheme;
    }

    ParsedHash parse(String stored) {
        if (stored.isEmpty()) {
            return ParsedHash.malformed("no password is stored");
        }
        if (stored.length() > MAX_LENGTH) {
            return ParsedHash.malformed("stored password is longer than " + MAX_LENGTH + " characters");
        }
        Matcher prefixed = PREFIXED.matcher(stored);
        if (!prefixed.matches()) {
            return unprefixed(stored);
        }
        String scheme = prefixed.group(1).toUpperCase(Locale.ROOT);
        String encoding = Optional.ofNullable(prefixed.group(2)).orElse("").toUpperCase(Locale.ROOT);
        if (prefixed.group(3).isEmpty()) {
            return ParsedHash.malformed("nothing stands behind {" + prefixed.group(1) + "}");
        }
        return switch (encoding) {
            case "" -> prefixed(scheme, prefixed.group(3));
            case "B64", "BASE64" -> decoded(scheme, TextEncoding.base64(prefixed.group(3)));
            case "HEX" -> decoded(scheme, TextEncoding.hex(prefixed.group(3)));
            default -> ParsedHash.unsupported(scheme + "." + encoding);
        };
    }

    private ParsedHash unprefixed(String stored) {
        if (SHAPE.matcher(stored).matches()) {
            return crypt(stored);
        }
        if (defaultScheme == DefaultScheme.PLAIN) {
            return plain(stored);
        }
        if (HEX_MD5.matcher(stored).matches()) {
            return defaultScheme == DefaultScheme.PLAIN_MD5
                    ? prefixed("PLAIN-MD5", stored)
                    : ParsedHash.malformed("bare MD5 is read only where the default scheme is plain-md5");
        }
        return CryptHash.parseDes(stored);
    }

    /** The rest of a hash whose prefix names no encoding: what is binary is in hexadecimal or Base64. */
    private static ParsedHash prefixed(String scheme, String rest) {
        int fixedLength =
                switch (scheme) {
                    case "PLAIN-MD5", "MD5RAW", "LDAP-MD5" -> 16;
                    case "MD5" -> rest.startsWith("$") ? 0 : 16;
                    case "SHA", "SHA1" -> 20;
                    case "SHA256", "CRAM-MD5", "HMAC-MD5" -> 32;
                    case "SHA512" -> 64;
                    case "SMD5", "SSHA", "SSHA256", "SSHA512" -> -1;
                    default -> 0;
                };
        if (fixedLength == 0) {
            return text(scheme, rest);
        }
        boolean hex = rest.length() == 2 * fixedLength;
        return decoded(scheme, hex ? TextEncoding.hex(rest) : TextEncoding.base64(rest));
    }

    private static ParsedHash decoded(String scheme, Optional<byte[]> raw) {
        if (raw.isEmpty()) {
            return ParsedHash.malformed(scheme + " hash is neither hexadecimal nor Base64");
        }
        return binary(scheme, raw.get());
    }

    private static ParsedHash binary(String scheme, byte[] raw) {
        return switch (scheme) {
            case "PLAIN-MD5", "MD5RAW", "LDAP-MD5" -> DigestHash.unsalted("MD5", raw);
            case "MD5" -> raw.length == 16 ? DigestHash.unsalted("MD5", raw) : asText(scheme, raw);
            case "SHA", "SHA1" -> DigestHash.unsalted("SHA-1", raw);
            case "SHA256" -> DigestHash.unsalted("SHA-256", raw);
            case "SHA512" -> DigestHash.unsalted("SHA-512", raw);
            case "SMD5" -> DigestHash.salted("MD5", raw);
            case "SSHA" -> DigestHash.salted("SHA-1", raw);
            case "SSHA256" -> DigestHash.salted("SHA-256", raw);
            case "SSHA512" -> DigestHash.salted("SHA-512", raw);
            case "CRAM-MD5", "HMAC-MD5" -> CramMd5Hash.parse(raw);
            default -> asText(scheme, raw);
        };
    }

    private static ParsedHash asText(String scheme, byte[] raw) {
        return text(scheme, new String(raw, StandardCharsets.UTF_8));
    }

    private static ParsedHash text(String scheme, String text) {
        return switch (scheme) {
            case "PLAIN", "CLEAR", "CLEARTEXT" -> plain(text);
            case "CRYPT", "DES-CRYPT", "MD5", "MD5-CRYPT", "SHA256-CRYPT", "SHA512-CRYPT", "BLF-CRYPT" -> crypt(text);
            case "ARGON2", "ARGON2I", "ARGON2ID" -> crypt(text);
            case "PBKDF2" -> Pbkdf2Hash.parse(text);
            case "SCRAM-SHA-1" -> ScramHash.parse("SHA-1", text);
            case "SCRAM-SHA-256" -> ScramHash.parse("SHA-256", text);
            default -> ParsedHash.unsupported(scheme);
        };
    }

    private static ParsedHash plain(String text) {
        return ParsedHash.usable(new PlainHash(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ParsedHash crypt(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            return CryptHash.parseDes(text);
        }
        return switch (shape.group(1)) {
            case "1" -> CryptHash.parseMd5(text);
            case "5", "6" -> CryptHash.parseSha(text);
            case "2a", "2b", "2y" -> BcryptHash.parse(text);
            case "argon2i", "argon2id" -> Argon2Hash.parse(text);
            default -> ParsedHash.unsupported("$" + shape.group(1) + "$");
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.posthorn.postfixadmin.password.DefaultScheme;
import org.posthorn.postfixadmin.password.NewScheme;
import org.posthorn.postfixadmin.password.PasswordConfig;
import org.posthorn.spool.RetrySchedule;

/** What a setting's value may look like. */
public enum Kind {
    TEXT("text", value -> true),
    PATH("a path", Kind::isPath),
    READABLE_FILE("a file that can be read", value -> isPath(value) && Files.isReadable(Path.of(value))),
    HOST_NAME("a host name", Kind::isHostName),
    DOMAIN("a domain", Kind::isHostName),
    MAIL_ADDRESS("a mail address", Kind::isMailAddress),
    IPV4_ADDRESS("an IPv4 address", Kind::isIpv4),
    PORT("a number from 1 to 65535", Kind::isPort),
    BYTES("a number of bytes above 0", value -> value.matches("[1-9][0-9]{0,17}")),
    MEMORY("a size such as 512m or 2g", value -> value.matches("[1-9][0-9]{0,9}[kKmMgG]")),
    IDENTIFIER("letters, digits and underscores, at most 64", value -> value.matches("[A-Za-z0-9_]{1,64}")),
    JDBC_URL("a JDBC URL such as jdbc:mysql://127.0.0.1:3306/postfix", value -> value.matches("jdbc:mysql://.+")),
    NETWORKS("networks such as 10.0.0.0/8, comma separated", each(Kind::isNetwork)),
    DNS_SERVERS("addresses with or without a port, comma separated", each(Kind::isAddressMaybePort)),
    HOST_AND_PORT("host:port", Kind::isHostAndPort),
    DURATION("a duration above 0 such as 5d; units are s, m, h and d", Kind::isDuration),
    DURATIONS("a list of durations above 0 such as 1m, 2m, 1h; units are s, m, h and d", each(Kind::isDuration)),
    NO_SCANNER("off, for content is not scanned in this version", "off"::equals),
    DELIMITER("one character, such as + or -", value -> value.matches("[+=_.#-]")),
    COUNT("a number from 1 to 9999", value -> value.matches("[1-9][0-9]{0,3}")),
    WARNING_LEVELS(
            "percents from 1 to 100, comma separated, or off",
            value -> value.equals("off")
                    || each(level -> level.matches("[1-9][0-9]?|100")).apply(value)),
    BOOLEAN("true or false", value -> value.matches("true|false")),
    FULL_REPLY("permanent or temporary", value -> value.matches("permanent|temporary")),
    BCRYPT_COST(
            "a number from " + PasswordConfig.MIN_BCRYPT_COST + " to " + PasswordConfig.MAX_BCRYPT_COST, Kind::isCost),
    PASSWORD_SCHEME(
            "one of BLF-CRYPT, SHA512-CRYPT, SHA256-CRYPT, ARGON2ID and MD5-CRYPT",
            value -> NewScheme.parse(value).isPresent()),
    DEFAULT_PASSWORD_SCHEME(
            "CRYPT, PLAIN-MD5 or PLAIN", value -> DefaultScheme.parse(value).isPresent());

    private static final Pattern LABELS = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern OCTETS =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final int HIGHEST_PORT = 65535;

    private final String expected;
    private final Function<String, Boolean> accepts;

    Kind(String expected, Function<String, Boolean> accepts) {
        this.expected = expected;
        this.accepts = accepts;
    }

    /** What a value must be, for people. */
    public String expected() {
        return expected;
    }

    /** Whether a value that is not empty is of this kind. */
    public boolean accepts(String value) {
        return accepts.apply(value);
    }

    private static Function<String, Boolean> each(Function<String, Boolean> element) {
        return value -> Arrays.stream(value.split(",", -1)).map(String::strip).allMatch(element::apply);
    }

    private static boolean isCost(String value) {
        return value.matches("[0-9]{1,2}")
                && Integer.parseInt(value) >= PasswordConfig.MIN_BCRYPT_COST
                && Integer.parseInt(value) <= PasswordConfig.MAX_BCRYPT_COST;
    }

    private static boolean isPath(String value) {
        try {
            return !Path.of(value).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isHostName(String value) {
        return LABELS.matcher(value).matches();
    }

    private static boolean isMailAddress(String value) {
        int at = value.lastIndexOf('@');
        return at > 0 && !value.substring(0, at).matches(".*[\\s<>@,].*") && isHostName(value.substring(at + 1));
    }

    private static boolean isIpv4(String value) {
        return OCTETS.matcher(value).matches();
    }

    private static boolean isPort(String value) {
        return value.matches("[1-9][0-9]{0,4}") && Integer.parseInt(value) <= HIGHEST_PORT;
    }

    private static boolean isDuration(String value) {
        try {
            return !RetrySchedule.duration(value).isZero();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isNetwork(String value) {
        int slash = value.indexOf('/');
        String address = slash < 0 ? value : value.substring(0, slash);
        int longest = isIpv4(address) ? 32 : 128;
        return (isIpv4(address) || IPV6.matcher(address).matches())
                && (slash < 0
                        || Optional.of(value.substring(slash + 1))
                                .filter(length -> length.matches("[0-9]{1,3}"))
                                .filter(length -> Integer.parseInt(length) <= longest)
                                .isPresent());
    }

    private static boolean isAddressMaybePort(String value) {
        int colon = value.lastIndexOf(':');
        if (value.startsWith("[")) {
            int end = value.indexOf(']');
            return end > 0
                    && IPV6.matcher(value.substring(1, end)).matches()
                    && (end == value.length() - 1 || (colon == end + 1 && isPort(value.substring(colon + 1))));
        }
        return isIpv4(value)
                || IPV6.matcher(value).matches() && value.indexOf(':') != colon
                || colon > 0 && isIpv4(value.substring(0, colon)) && isPort(value.substring(colon + 1));
    }

    private static boolean isHostAndPort(String value) {
        int colon = value.lastIndexOf(':');
        return colon > 0 && isHostName(value.substring(0, colon)) && isPort(value.substring(colon + 1));
    }
}

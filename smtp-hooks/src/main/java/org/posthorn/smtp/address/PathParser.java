// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.address;

import java.util.regex.Pattern;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/**
 * Tells the kinds of paths apart, and leaves to James's address class only what it reads rightly: that one drops what
 * follows an address literal, and the literal's brackets.
 */
final class PathParser {

    private static final int MAXIMUM_LENGTH = 320;
    private static final Pattern DOT_STRING =
            Pattern.compile("[^\\s\"\\\\<>()\\[\\],;:@.]+(\\.[^\\s\"\\\\<>()\\[\\],;:@.]+)*");

    private PathParser() {}

    static Path parse(String text) {
        if (text.isEmpty()) {
            return new Path.Null();
        }
        if (text.length() > MAXIMUM_LENGTH || !text.chars().allMatch(PathParser::isPrintableAscii)) {
            return new Path.Malformed();
        }
        if (text.charAt(0) == '@') {
            return text.indexOf(':') > 0 ? new Path.Routed(text) : new Path.Malformed();
        }
        return text.charAt(0) == '"' ? quoted(text) : plain(text);
    }

    private static boolean isPrintableAscii(int character) {
        return character >= ' ' && character <= '~';
    }

    private static Path plain(String text) {
        int at = text.lastIndexOf('@');
        if (at != text.indexOf('@')) {
            return new Path.Routed(text);
        }
        if (at < 0) {
            return withoutDomain(text, text);
        }
        return withDomain(text, text.substring(0, at), text.substring(at + 1));
    }

    private static Path quoted(String text) {
        StringBuilder content = new StringBuilder();
        int end = unquote(text, content);
        if (end < 0 || content.isEmpty()) {
            return new Path.Malformed();
        }
        String local = content.toString();
        String rest = text.substring(end);
        if (local.indexOf('@') >= 0) {
            return new Path.Routed(text);
        }
        if (rest.isEmpty()) {
            return withoutDomain(text, local);
        }
        if (rest.charAt(0) != '@') {
            return new Path.Malformed();
        }
        boolean quotesNeeded = !DOT_STRING.matcher(local).matches();
        return withDomain(text, quotesNeeded ? text.substring(0, end) : local, rest.substring(1));
    }

    /** Appends what stands in the quotes; returns the position behind them, or -1 when they never close. */
    private static int unquote(String text, StringBuilder content) {
        for (int i = 1; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                return i + 1;
            }
            if (character == '\\') {
                i++;
                if (i == text.length()) {
                    return -1;
                }
            }
            content.append(text.charAt(i));
        }
        return -1;
    }

    private static Path withoutDomain(String text, String local) {
        return LocalParts.leadsElsewhere(local) ? new Path.Routed(text) : new Path.Unqualified(text);
    }

    private static Path withDomain(String text, String local, String domain) {
        if (domain.startsWith("[")) {
            return domain.indexOf(']') == domain.length() - 1 ? new Path.Routed(text) : new Path.Malformed();
        }
        if (!local.startsWith("\"") && !DOT_STRING.matcher(local).matches()) {
            return new Path.Malformed();
        }
        MailAddress address;
        try {
            address = new MailAddress(local + "@" + domain);
        } catch (AddressException | IllegalArgumentException e) {
            return new Path.Malformed();
        }
        return domain.indexOf('.') < 0 ? new Path.Unqualified(text) : new Path.Mailbox(address);
    }
}

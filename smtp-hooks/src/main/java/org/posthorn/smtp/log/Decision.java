// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.log;

import java.util.Locale;
import org.posthorn.smtp.session.PosthornSession;
import org.slf4j.Logger;

/**
 * One decision, written as one line of {@code key=value}. Values that a client chose are cut at 200 characters and
 * cannot begin a line, end one, or look like another key.
 */
public final class Decision {

    private static final int MAXIMUM_VALUE = 200;

    private final StringBuilder line;

    private Decision(StringBuilder line, PosthornSession session, String check, String result) {
        this.line = line.append("check=").append(check).append(" result=").append(result);
        with("client", session.clientAddress()).with("session", session.getSessionID());
    }

    /** A decision about a session; the client's address and the session's name are added. */
    public static Decision of(PosthornSession session, String check, String result) {
        return new Decision(new StringBuilder(), session, check, result);
    }

    /** A decision about a mail that has a name already. */
    public static Decision ofMail(String mail, PosthornSession session, String check, String result) {
        StringBuilder line = new StringBuilder("mail=").append(sanitised(mail)).append(' ');
        return new Decision(line, session, check, result);
    }

    /** Adds a value; spaces become underscores. */
    public Decision with(String key, Object value) {
        line.append(' ').append(key).append('=').append(sanitised(String.valueOf(value)));
        return this;
    }

    /** Adds an address in angle brackets. */
    public Decision withAddress(String key, String address) {
        line.append(' ').append(key).append("=<").append(sanitised(address)).append('>');
        return this;
    }

    /** Writes the line at level INFO. */
    public void log(Logger logger) {
        logger.info("{}", line);
    }

    /** Writes the line at level WARN, with what caused it. */
    public void warn(Logger logger, Throwable cause) {
        logger.warn("{} cause={}", line, sanitised(String.valueOf(rootOf(cause))));
    }

    private static Throwable rootOf(Throwable cause) {
        Throwable root = cause;
        for (int depth = 0; depth < 20 && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root;
    }

    /** A client's text, safe for a line of the log. */
    static String sanitised(String value) {
        StringBuilder safe = new StringBuilder();
        value.codePoints().limit(MAXIMUM_VALUE).forEach(character -> {
            if (character == ' ') {
                safe.append('_');
            } else if (Character.isISOControl(character) || !isPrintable(character)) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", character));
            } else {
                safe.appendCodePoint(character);
            }
        });
        if (value.codePointCount(0, value.length()) > MAXIMUM_VALUE) {
            safe.append("...");
        }
        return safe.toString();
    }

    private static boolean isPrintable(int character) {
        int type = Character.getType(character);
        return type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.FORMAT
                && type != Character.UNASSIGNED
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.reply;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;

/** Replies, with their enhanced codes (RFC 3463), that more than one command gives. */
public final class Replies {

    public static final Response OK = reply("250", "2.0.0 Ok");
    public static final Response BAD_SYNTAX = reply("500", "5.5.2 Error: bad syntax");
    public static final Response HELO_FIRST = reply("503", "5.5.1 Error: send HELO/EHLO first");
    public static final Response IN_TRANSACTION = reply("503", "5.5.1 Error: MAIL transaction in progress");

    private Replies() {}

    /** A reply of one line. Text from a client must have passed {@link #echo}. */
    public static Response reply(String code, String text) {
        return new SMTPResponse(code, text).immutable();
    }

    /** A client's text, fit to be sent back: printable ASCII, at most 200 characters. */
    public static String echo(String text) {
        StringBuilder safe = new StringBuilder();
        text.chars().limit(200).forEach(character -> safe.append(printable(character)));
        return safe.toString();
    }

    private static char printable(int character) {
        return character >= ' ' && character <= '~' ? (char) character : '?';
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.smtp.SMTPSession;
import org.posthorn.smtp.reply.Replies;

/**
 * Splits a command line into verb and argument and finds the command. A line with control characters in it is no
 * command: it is refused whole, before anything of it reaches a look-up or the log.
 */
public final class CommandLines extends CommandDispatcher<SMTPSession> {

    @Override
    public Response onLine(SMTPSession session, byte[] line) {
        String text = withoutLineEnd(new String(line, StandardCharsets.ISO_8859_1));
        if (text.isBlank() || text.chars().anyMatch(CommandLines::isControl)) {
            return Replies.BAD_SYNTAX;
        }
        return super.onLine(session, line);
    }

    @Override
    protected Request parseRequest(SMTPSession session, byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1).strip();
        int blank = firstBlank(text);
        String verb = text.substring(0, blank).toUpperCase(Locale.ROOT);
        String argument = text.substring(blank).strip();
        return new BaseRequest(verb, argument);
    }

    private static int firstBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ' ' || text.charAt(i) == '\t') {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isControl(int character) {
        return character < ' ' && character != '\t' || character == 0x7f;
    }

    private static String withoutLineEnd(String line) {
        String text = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}

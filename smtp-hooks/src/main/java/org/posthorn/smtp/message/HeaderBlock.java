// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header of a message, read just far enough to know what is missing. Its bytes are never changed. */
final class HeaderBlock {

    private static final Pattern FIELD = Pattern.compile("[!-9;-~]+[ \t]*:.*", Pattern.DOTALL);
    private static final Pattern MAILBOX_LINE = Pattern.compile(">?From .*", Pattern.DOTALL);
    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^message-id[ \t]*:[ \t]*(?:\r\n[ \t]+)?([^\r\n]*)");

    private final String text;

    HeaderBlock(byte[] bytes) {
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Whether a field of this name stands anywhere in the header. */
    boolean has(String name) {
        return Pattern.compile("(?im)^" + Pattern.quote(name) + "[ \t]*:")
                .matcher(text)
                .find();
    }

    Optional<String> messageId() {
        Matcher matcher = MESSAGE_ID.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    /** Whether the message begins with its text, without a header, and without the empty line that would end one. */
    boolean missing() {
        return !text.isEmpty()
                && !text.startsWith("\r\n")
                && !FIELD.matcher(text).matches()
                && !MAILBOX_LINE.matcher(text).matches();
    }
}

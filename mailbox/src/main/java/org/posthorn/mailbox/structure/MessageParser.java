// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Makes a {@link ParsedMessage} of a message's bytes: one pass, memory bounded by the header and the number of parts
 * and not by the size. Every sequence of bytes is a message; the reading of what is broken follows what clients expect.
 */
public final class MessageParser {

    private MessageParser() {}

    /**
     * Parses the message.
     *
     * @throws IOException only if the bytes cannot be read
     */
    public static ParsedMessage parse(RawMessage message) throws IOException {
        try (InputStream in = message.open()) {
            MessageScanner scanner = new MessageScanner(in, message.size());
            Part structure = scanner.scan();
            HeaderFields header = scanner.root().header;
            Optional<SentDate> sent = header.get(FieldName.DATE).flatMap(DateParser::parse);
            return new ParsedMessage(
                    scanner.header(),
                    structure.end(),
                    structure.lines(),
                    sent,
                    MessageFields.text(scanner.root().envelope()),
                    MessageFields.thread(header),
                    structure);
        }
    }
}

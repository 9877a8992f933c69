// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.List;
import java.util.Optional;

/**
 * A part of a message, or the message itself, with its place in the bytes. A multipart has at least one child, a
 * message/rfc822 exactly one, which is the message in it; every other part has none.
 *
 * @param headerStart the offset of the first byte of the part's header in the whole message
 * @param bodyStart the offset of the first byte after the header's empty line
 * @param end the offset after the last byte of the body; the line end before a boundary belongs to the boundary
 * @param lines the line feeds in the body
 * @param envelope present on every message, that is, on the root and on the child of a message/rfc822
 */
public record Part(
        ContentFields content,
        long headerStart,
        long bodyStart,
        long end,
        long lines,
        List<Part> children,
        Optional<Envelope> envelope) {

    /** The bytes of the body as it is encoded for transfer. */
    public long bodySize() {
        return end - bodyStart;
    }

    /** True for a multipart. */
    public boolean isMultipart() {
        return content.type().equals("multipart");
    }

    /** True for a message/rfc822, whose only child is the message in it. */
    public boolean isMessage() {
        return content.is("message", "rfc822");
    }

    /** The part a section number like 1.2 means in this message (RFC 3501, 6.4.5), or nothing where there is none. */
    public Optional<Part> find(int... path) {
        if (path.length == 0) {
            return Optional.empty();
        }
        Optional<Part> found = inMessage(this, path[0]);
        for (int i = 1; i < path.length && found.isPresent(); i++) {
            found = below(found.get(), path[i]);
        }
        return found;
    }

    private static Optional<Part> below(Part part, int number) {
        if (part.isMultipart()) {
            return part.child(number);
        }
        return part.isMessage() ? inMessage(part.children().get(0), number) : Optional.empty();
    }

    private static Optional<Part> inMessage(Part message, int number) {
        if (message.isMultipart()) {
            return message.child(number);
        }
        return number == 1 ? Optional.of(message) : Optional.empty();
    }

    private Optional<Part> child(int number) {
        return number >= 1 && number <= children.size() ? Optional.of(children.get(number - 1)) : Optional.empty();
    }
}

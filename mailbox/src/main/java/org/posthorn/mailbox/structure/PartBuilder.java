// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part whose end has not been seen yet. */
final class PartBuilder {

    /** What the next line belongs to. */
    enum State {
        HEADER,
        BODY,
        /** The body of a multipart, in which boundaries are looked for. */
        PARTS,
        /** After the closing boundary of a multipart. */
        EPILOGUE
    }

    private static final int MAX_BOUNDARY = 1000;
    private static final ContentFields UNKNOWN = ContentFields.plain("text", "plain");

    final boolean message;
    final int depth;
    final HeaderFields header;
    final List<Part> children = new ArrayList<>();
    State state = State.HEADER;
    byte[] boundary = new byte[0];
    private final boolean inDigest;
    private final long headerStart;
    private ContentFields content = UNKNOWN;
    private @Nullable Envelope envelope;
    private long bodyStart;
    private long linesBefore;

    PartBuilder(@Nullable PartBuilder parent, boolean message, long headerStart, CaptureBudget budget) {
        this.message = message;
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.inDigest = parent != null && parent.content.is("multipart", "digest");
        this.header = new HeaderFields(message, budget);
        this.headerStart = headerStart;
        this.bodyStart = headerStart;
    }

    /** Ends the header; {@code lines} is the number of line feeds up to the body. */
    void endHeader(long place, long lines, int maxDepth) {
        header.finish();
        bodyStart = place;
        linesBefore = lines;
        content = MimeFields.of(header, inDigest);
        envelope = message ? MessageFields.envelope(header) : null;
        state = State.BODY;
        if (!isMultipart() && !isMessage()) {
            return;
        }
        if (depth >= maxDepth) {
            content = content.withType("application", "octet-stream");
            return;
        }
        if (isMultipart()) {
            boundary = boundary(content.parameters().getOrDefault("boundary", ""));
            state = State.PARTS;
        }
    }

    boolean isMultipart() {
        return content.type().equals("multipart");
    }

    /** True for a message/rfc822 whose message can be read as it stands. */
    boolean isReadableMessage() {
        return isMessage()
                && !content.encoding().equals("base64")
                && !content.encoding().equals("quoted-printable");
    }

    private boolean isMessage() {
        return content.is("message", "rfc822");
    }

    /** True for a part that has not got a single byte before the end of the message. */
    boolean isEmptyAt(long end) {
        return state == State.HEADER && headerStart == end;
    }

    Envelope envelope() {
        return envelope == null ? Envelope.EMPTY : envelope;
    }

    /** The part, which ends before the boundary at {@code place} with a line end of so many bytes, or with the message. */
    Part build(long place, int lineEnd, long lines) {
        boolean cut = lineEnd > 0 && place - lineEnd >= bodyStart && place > bodyStart;
        long end = cut ? place - lineEnd : Math.max(place, bodyStart);
        if (children.isEmpty() && (isMultipart() || isMessage())) {
            children.add(new Part(
                    UNKNOWN,
                    end,
                    end,
                    end,
                    0,
                    List.of(),
                    isMessage() ? Optional.of(Envelope.EMPTY) : Optional.empty()));
        }
        return new Part(
                content,
                headerStart,
                bodyStart,
                end,
                lines - linesBefore - (cut ? 1 : 0),
                List.copyOf(children),
                Optional.ofNullable(envelope));
    }

    private static byte[] boundary(String text) {
        String cut = text.substring(0, Math.min(text.length(), MAX_BOUNDARY)).stripTrailing();
        boolean latin = cut.chars().allMatch(letter -> letter < 0x80);
        return cut.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}

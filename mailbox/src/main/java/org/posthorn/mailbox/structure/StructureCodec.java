// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Writes the MIME tree as bytes for the database and reads it back. The first byte is the version; offsets are stored
 * as differences, so that a plain message takes about 60 bytes beside its envelope.
 */
public final class StructureCodec {

    private static final int VERSION = 1;
    private static final int HAS_CHILDREN = 1;
    private static final int HAS_ENVELOPE = 2;
    private static final int HAS_DETAILS = 4;

    private StructureCodec() {}

    /** The bytes of the tree. */
    public static byte[] encode(Part root) {
        CodecWriter out = new CodecWriter();
        out.number(VERSION);
        part(out, root, 0);
        return out.toByteArray();
    }

    /**
     * The tree that was encoded.
     *
     * @throws IOException if the bytes are not of a version this server knows, or are damaged
     */
    public static Part decode(byte[] bytes) throws IOException {
        CodecReader in = new CodecReader(bytes);
        if (in.number() != VERSION) {
            throw new IOException("The stored structure of a message is of an unknown version");
        }
        return part(in, 0, 0);
    }

    private static void part(CodecWriter out, Part part, long origin) {
        ContentFields content = part.content();
        boolean details = hasDetails(content);
        out.number((part.children().isEmpty() ? 0 : HAS_CHILDREN)
                | (part.envelope().isPresent() ? HAS_ENVELOPE : 0)
                | (details ? HAS_DETAILS : 0));
        out.number(part.headerStart() - origin);
        out.number(part.bodyStart() - part.headerStart());
        out.number(part.bodySize());
        out.number(part.lines());
        out.text(content.type());
        out.text(content.subtype());
        out.map(content.parameters());
        out.text(content.encoding());
        if (details) {
            details(out, content);
        }
        part.envelope().ifPresent(envelope -> EnvelopeCodec.write(out, envelope));
        if (!part.children().isEmpty()) {
            out.number(part.children().size());
            long place = part.bodyStart();
            for (Part child : part.children()) {
                part(out, child, place);
                place = child.end();
            }
        }
    }

    private static Part part(CodecReader in, long origin, int depth) throws IOException {
        if (depth > MessageScanner.MAX_DEPTH + 1) {
            throw new IOException("The stored structure of a message is damaged");
        }
        long mask = in.number();
        long headerStart = origin + in.number();
        long bodyStart = headerStart + in.number();
        long end = bodyStart + in.number();
        long lines = in.number();
        ContentFields content = content(in, (mask & HAS_DETAILS) != 0);
        Optional<Envelope> envelope =
                (mask & HAS_ENVELOPE) == 0 ? Optional.empty() : Optional.of(EnvelopeCodec.read(in));
        List<Part> children = List.of();
        if ((mask & HAS_CHILDREN) != 0) {
            Part[] parts = new Part[in.count()];
            long place = bodyStart;
            for (int i = 0; i < parts.length; i++) {
                parts[i] = part(in, place, depth + 1);
                place = parts[i].end();
            }
            children = List.of(parts);
        }
        return new Part(content, headerStart, bodyStart, end, lines, children, envelope);
    }

    private static boolean hasDetails(ContentFields content) {
        return content.id().isPresent()
                || content.description().isPresent()
                || content.md5().isPresent()
                || content.disposition().isPresent()
                || content.location().isPresent()
                || !content.languages().isEmpty();
    }

    private static void details(CodecWriter out, ContentFields content) {
        out.optional(content.id());
        out.optional(content.description());
        out.optional(content.md5());
        out.optional(content.disposition().map(Disposition::type));
        content.disposition().ifPresent(disposition -> out.map(disposition.parameters()));
        out.list(content.languages());
        out.optional(content.location());
    }

    private static ContentFields content(CodecReader in, boolean details) throws IOException {
        ContentFields plain = ContentFields.plain(in.text(), in.text());
        var parameters = in.map();
        String encoding = in.text();
        if (!details) {
            return new ContentFields(
                    plain.type(),
                    plain.subtype(),
                    parameters,
                    encoding,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty());
        }
        Optional<String> id = in.optional();
        Optional<String> description = in.optional();
        Optional<String> md5 = in.optional();
        Optional<String> type = in.optional();
        Optional<Disposition> disposition =
                type.isPresent() ? Optional.of(new Disposition(type.get(), in.map())) : Optional.empty();
        return new ContentFields(
                plain.type(),
                plain.subtype(),
                parameters,
                encoding,
                id,
                description,
                md5,
                disposition,
                in.list(),
                in.optional());
    }
}

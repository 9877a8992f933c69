// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.posthorn.mailbox.structure.EncodedWords;
import org.posthorn.mailbox.structure.HeaderLines;
import org.posthorn.mailbox.structure.Part;
import org.posthorn.mailbox.structure.StoredContent;

/** Opens the texts of a stored message, decoded, without holding more of them than a buffer. */
final class PartTexts {

    /** The most bytes of a header that are looked into. */
    private static final int HEADER_BYTES = 4 * 1024 * 1024;

    private PartTexts() {}

    /** Whether the phrase is in a part's body, its transfer encoding and charset undone; a text without a known charset is read as UTF-8. */
    static boolean contains(StoredContent content, Part part, TextFinder phrase) throws IOException {
        String name = part.content().parameters().getOrDefault("charset", "");
        Charset charset = EncodedWords.charset(name).orElse(StandardCharsets.UTF_8);
        try (InputStream raw = content.openRange(part.bodyStart(), part.end())) {
            InputStream text = new NeverEmptyReads(decoded(raw, part.content().encoding()));
            return phrase.isIn(new InputStreamReader(text, charset));
        }
    }

    /** The fields of a part's header. */
    static List<Header> fields(StoredContent content, Part part) throws IOException {
        byte[] stored = content.header();
        if (part.headerStart() == 0 && part.bodyStart() <= stored.length) {
            return HeaderLines.parse(stored);
        }
        long end = Math.min(part.bodyStart(), part.headerStart() + HEADER_BYTES);
        if (part.headerStart() == end) {
            return List.of();
        }
        try (InputStream in = content.openRange(part.headerStart(), end)) {
            return HeaderLines.parse(in.readAllBytes());
        }
    }

    private static InputStream decoded(InputStream raw, String encoding) {
        return switch (encoding) {
            case "base64" -> new Base64InputStream(raw);
            case "quoted-printable" -> new QuotedPrintableInputStream(raw);
            default -> raw;
        };
    }
}

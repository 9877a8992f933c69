// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import java.util.Map;
import java.util.Optional;
import org.apache.james.mime4j.util.MimeParameterMapping;
import org.posthorn.mailbox.structure.Disposition;
import org.posthorn.mailbox.structure.EncodedWords;
import org.posthorn.mailbox.structure.Part;

/** Tells which parts of a message a reader would call attachments. */
final class Attachments {

    private Attachments() {}

    /** True for a part that says it is one, and for one that says nothing, has a file name and is no text. */
    static boolean isAttachment(Part part) {
        Optional<Disposition> disposition = part.content().disposition();
        if (part.isMultipart()) {
            return false;
        }
        if (disposition.isPresent()) {
            return disposition.get().type().equals("attachment");
        }
        return !part.content().type().equals("text")
                && part.content().id().isEmpty()
                && fileName(part).isPresent();
    }

    /** The file's name, continuations and encodings of RFC 2231 and RFC 2047 undone. */
    static Optional<String> fileName(Part part) {
        return part.content()
                .disposition()
                .flatMap(disposition -> parameter(disposition.parameters(), "filename"))
                .or(() -> parameter(part.content().parameters(), "name"));
    }

    private static Optional<String> parameter(Map<String, String> parameters, String name) {
        if (parameters.isEmpty()) {
            return Optional.empty();
        }
        MimeParameterMapping mapping = new MimeParameterMapping();
        parameters.forEach(mapping::addParameter);
        return Optional.ofNullable(mapping.get(name)).map(EncodedWords::decode);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The MIME fields of a part (RFC 2045, 2183, 3282, 2557, 1864).
 *
 * @param type the media type in lower case, {@code text} where the field is absent or not one
 * @param subtype the media subtype in lower case
 * @param parameters as they are written (continuations of RFC 2231 are not joined), by name in lower case, in their order
 * @param encoding the transfer encoding in lower case, {@code 7bit} by default
 */
public record ContentFields(
        String type,
        String subtype,
        Map<String, String> parameters,
        String encoding,
        Optional<String> id,
        Optional<String> description,
        Optional<String> md5,
        Optional<Disposition> disposition,
        List<String> languages,
        Optional<String> location) {

    /** True for {@code type/subtype}, both given in lower case. */
    public boolean is(String otherType, String otherSubtype) {
        return type.equals(otherType) && subtype.equals(otherSubtype);
    }

    ContentFields withType(String newType, String newSubtype) {
        return new ContentFields(
                newType, newSubtype, parameters, encoding, id, description, md5, disposition, languages, location);
    }

    static ContentFields plain(String type, String subtype) {
        return new ContentFields(
                type,
                subtype,
                Map.of(),
                "7bit",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}

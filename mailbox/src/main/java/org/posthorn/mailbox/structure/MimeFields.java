// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a part's {@link ContentFields} of its header. */
final class MimeFields {

    private static final ContentFields PLAIN = ContentFields.plain("text", "plain");
    private static final ContentFields DIGEST = ContentFields.plain("message", "rfc822");

    private MimeFields() {}

    /** The fields; a part of a digest without a type is a message (RFC 2046, 5.1.5). */
    static ContentFields of(HeaderFields header, boolean inDigest) {
        ContentFields typed =
                header.get(FieldName.CONTENT_TYPE).map(MimeFields::type).orElse(inDigest ? DIGEST : PLAIN);
        return new ContentFields(
                typed.type(),
                typed.subtype(),
                typed.parameters(),
                header.get(FieldName.CONTENT_TRANSFER_ENCODING)
                        .map(MimeFields::encoding)
                        .orElse("7bit"),
                header.get(FieldName.CONTENT_ID),
                header.get(FieldName.CONTENT_DESCRIPTION),
                header.get(FieldName.CONTENT_MD5),
                header.get(FieldName.CONTENT_DISPOSITION).flatMap(MimeFields::disposition),
                header.get(FieldName.CONTENT_LANGUAGE)
                        .map(MimeFields::languages)
                        .orElse(List.of()),
                header.get(FieldName.CONTENT_LOCATION).flatMap(MimeFields::location));
    }

    private static ContentFields type(String value) {
        FieldTokens tokens = new FieldTokens(value);
        String type = tokens.token();
        if (type.isEmpty() || !tokens.skip('/')) {
            return PLAIN;
        }
        String subtype = tokens.token();
        if (subtype.isEmpty()) {
            return PLAIN;
        }
        Map<String, String> parameters = tokens.parameters();
        if (type.equals("multipart") && parameters.getOrDefault("boundary", "").isEmpty()) {
            return PLAIN;
        }
        return new ContentFields(
                type,
                subtype,
                parameters,
                "7bit",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static String encoding(String value) {
        String token = new FieldTokens(value.replace("\"", "")).token();
        return token.isEmpty() ? "7bit" : token;
    }

    /** The URI without comments, quotes and the white space of folded lines (RFC 2557, 4.4.1). */
    private static Optional<String> location(String value) {
        String location = new FieldTokens(value).words().replace(" ", "");
        return location.isEmpty() ? Optional.empty() : Optional.of(location);
    }

    private static Optional<Disposition> disposition(String value) {
        FieldTokens tokens = new FieldTokens(value);
        String type = tokens.token();
        return type.isEmpty() ? Optional.empty() : Optional.of(new Disposition(type, tokens.parameters()));
    }

    private static List<String> languages(String value) {
        return Arrays.stream(new FieldTokens(value).words().split(","))
                .map(String::trim)
                .filter(language -> !language.isEmpty())
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Texts that occur in most messages and are stored as one byte. New ones may only be added at the end: the place is what is stored. */
final class CommonTexts {

    /** Stands for an absent text. */
    static final String ABSENT = "\0";

    private static final List<String> TEXTS = List.of(
            ABSENT,
            "",
            "text",
            "plain",
            "html",
            "multipart",
            "alternative",
            "mixed",
            "related",
            "report",
            "message",
            "rfc822",
            "application",
            "octet-stream",
            "pdf",
            "image",
            "jpeg",
            "png",
            "gif",
            "charset",
            "utf-8",
            "UTF-8",
            "us-ascii",
            "US-ASCII",
            "iso-8859-1",
            "ISO-8859-1",
            "boundary",
            "format",
            "flowed",
            "name",
            "filename",
            "attachment",
            "inline",
            "7bit",
            "8bit",
            "base64",
            "quoted-printable",
            "delivery-status",
            "signed",
            "calendar",
            "delsp",
            "yes",
            "iso-8859-15",
            "windows-1252");

    private static final Map<String, Integer> PLACES = places();

    private CommonTexts() {}

    static int place(String text) {
        return PLACES.getOrDefault(text, -1);
    }

    static Optional<String> at(int place) {
        return place < TEXTS.size() ? Optional.of(TEXTS.get(place)) : Optional.empty();
    }

    private static Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            places.put(TEXTS.get(i), i);
        }
        return Map.copyOf(places);
    }
}

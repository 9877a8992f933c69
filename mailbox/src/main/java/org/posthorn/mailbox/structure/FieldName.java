// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The header fields that are looked at, with the most bytes of their value that are. */
enum FieldName {
    DATE("date", 1024, true),
    SUBJECT("subject", 65536, true),
    FROM("from", 262144, true),
    SENDER("sender", 65536, true),
    REPLY_TO("reply-to", 65536, true),
    TO("to", 262144, true),
    CC("cc", 262144, true),
    BCC("bcc", 262144, true),
    IN_REPLY_TO("in-reply-to", 16384, true),
    MESSAGE_ID("message-id", 4096, true),
    REFERENCES("references", 65536, true),
    CONTENT_TYPE("content-type", 16384, false),
    CONTENT_TRANSFER_ENCODING("content-transfer-encoding", 256, false),
    CONTENT_ID("content-id", 4096, false),
    CONTENT_DESCRIPTION("content-description", 16384, false),
    CONTENT_MD5("content-md5", 256, false),
    CONTENT_DISPOSITION("content-disposition", 16384, false),
    CONTENT_LANGUAGE("content-language", 4096, false),
    CONTENT_LOCATION("content-location", 16384, false);

    private static final FieldName[] ALL = values();
    private static final int LONGEST = 25;
    private static final FieldName[][] BY_LENGTH = byLength();

    private final byte[] letters;
    private final int limit;
    private final boolean ofMessage;

    FieldName(String name, int limit, boolean ofMessage) {
        this.letters = name.getBytes(StandardCharsets.US_ASCII);
        this.limit = limit;
        this.ofMessage = ofMessage;
    }

    /** The most bytes of a value that are kept. */
    int limit() {
        return limit;
    }

    /** True for a field with addresses, whose repetitions are one list. */
    boolean isAddressList() {
        return ordinal() >= FROM.ordinal() && ordinal() <= BCC.ordinal();
    }

    /** The field whose name these bytes are, whatever their case; those of messages only if {@code message}. */
    static Optional<FieldName> of(byte[] bytes, int from, int to, boolean message) {
        int length = to - from;
        if (length <= 0 || length > LONGEST) {
            return Optional.empty();
        }
        for (FieldName name : BY_LENGTH[length]) {
            if ((message || !name.ofMessage) && name.matches(bytes, from)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private boolean matches(byte[] bytes, int from) {
        for (int i = 0; i < letters.length; i++) {
            int octet = bytes[from + i];
            int lower = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
            if (lower != letters[i]) {
                return false;
            }
        }
        return true;
    }

    private static FieldName[][] byLength() {
        FieldName[][] table = new FieldName[LONGEST + 1][];
        for (int length = 0; length <= LONGEST; length++) {
            int wanted = length;
            table[length] = Arrays.stream(ALL)
                    .filter(name -> name.letters.length == wanted)
                    .toArray(FieldName[]::new);
        }
        return table;
    }
}

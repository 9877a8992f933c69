// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One whole line of the client, literals included.
 *
 * @param parts at least one
 */
record Command(List<Part> parts) {

    /** A piece between spaces. */
    sealed interface Part {}

    /** An atom or a number. */
    record Word(String text) implements Part {}

    /** A quoted string or a literal. */
    record Text(byte[] bytes) implements Part {

        /** The text, or nothing if it is not UTF-8. */
        Optional<String> decoded() {
            try {
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString());
            } catch (CharacterCodingException e) {
                return Optional.empty();
            }
        }
    }

    /** A literal larger than any script may be; its bytes were thrown away. */
    record Oversized(long size) implements Part {}
}

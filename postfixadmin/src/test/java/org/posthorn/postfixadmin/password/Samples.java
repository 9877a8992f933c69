// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Hashes of one password, as PostfixAdmin 3.3.13 wrote them, one for each way of its setting {@code encrypt}. */
record Samples(String encrypt, String hash) {

    static final String PASSWORD = "Secret-Pw11";

    static List<Samples> all() {
        try (InputStream file = Objects.requireNonNull(Samples.class.getResourceAsStream("hashes.tsv"))) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.split("\t", 2))
                    .map(fields -> new Samples(fields[0], fields[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an administrator would have to configure so that this hash is read. */
    DefaultScheme defaultScheme() {
        return switch (encrypt) {
            case "md5" -> DefaultScheme.PLAIN_MD5;
            case "cleartext" -> DefaultScheme.PLAIN;
            default -> DefaultScheme.CRYPT;
        };
    }

    /** Those of them that say themselves what they are. */
    static List<Samples> recognisable() {
        return all().stream()
                .filter(sample -> sample.defaultScheme() == DefaultScheme.CRYPT)
                .toList();
    }

    @Override
    public String toString() {
        return encrypt;
    }
}

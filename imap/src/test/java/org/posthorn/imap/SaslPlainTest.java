// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SaslPlainTest {

    private static Optional<SaslPlain> parse(String text) {
        return SaslPlain.parse(Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
    }

    @Test
    void holdsNameAndPassword() {
        assertThat(parse("\0alice@example.test\0wörd")).contains(new SaslPlain("alice@example.test", "wörd"));
        assertThat(parse("Alice@example.test\0alice@example.test\0x"))
                .contains(new SaslPlain("alice@example.test", "x"));
    }

    @Test
    void nobodyLogsInAsSomebodyElse() {
        assertThat(parse("bob@example.test\0alice@example.test\0secret")).isEmpty();
    }

    @Test
    void theNumberOfPartsMustBeRight() {
        assertThat(parse("")).isEmpty();
        assertThat(parse("alice\0secret")).isEmpty();
        assertThat(parse("\0alice\0secret\0more")).isEmpty();
        assertThat(SaslPlain.parse("no base64!")).isEmpty();
    }

    @Test
    void itsPrintedFormHidesThePassword() {
        assertThat(new SaslPlain("alice", "secret").toString()).doesNotContain("secret");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordSourceTest {

    @TempDir
    private Path directory;

    @Test
    void withoutATerminalTheFirstLineOfStandardInputIsThePassword() throws Exception {
        assertThat(reading("Gr\u00fcn-Pw11\nsecond line\n").read("bob@example.test", Optional.empty()))
                .isEqualTo("Gr\u00fcn-Pw11");
    }

    @Test
    void theFirstLineOfTheFileIsThePasswordAndStandardInputIsLeftAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), " with blanks \n");

        assertThat(reading("other").read("bob@example.test", Optional.of(file))).isEqualTo(" with blanks ");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> reading("").read("bob@example.test", Optional.of(missing)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(missing.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "bell\u0007", "tab\there"})
    void anEmptyPasswordAndControlCharactersAreRefused(String input) {
        assertThatThrownBy(() -> reading(input).read("bob@example.test", Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void aPasswordOfThousandsOfCharactersIsRefused() {
        assertThatThrownBy(() -> reading("x".repeat(1025)).read("bob@example.test", Optional.empty()))
                .isInstanceOf(Refusal.class);
    }

    private static PasswordSource reading(String input) {
        return new PasswordSource(null, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }
}

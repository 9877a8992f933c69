// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A stale file is made anew by {@link SettingsReference#main} with the repository as its argument. */
class SettingsReferenceTest {

    private static final Path REPOSITORY = Path.of("..");

    @Test
    void exampleIsMadeFromTheCatalogue() {
        assertThat(REPOSITORY.resolve(SettingsReference.EXAMPLE)).hasContent(SettingsReference.example());
    }

    @Test
    void referencePageIsMadeFromTheCatalogue() {
        assertThat(REPOSITORY.resolve(SettingsReference.PAGE)).hasContent(SettingsReference.page());
    }

    @Test
    void bothNameEverySetting() {
        for (Setting setting : Setting.values()) {
            assertThat(SettingsReference.example()).contains("#" + setting.variable() + "=" + setting.standard());
            assertThat(SettingsReference.page()).contains("`" + setting.variable() + "`");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PanelSettingsTest {

    @Test
    void defaults() {
        assertThat(PanelSettings.DEFAULT).isEqualTo(new PanelSettings(1_024_000, "james-cli (localhost)", "posthorn"));
    }

    @Test
    void theAuthorIsNamedWithHisMachine() {
        assertThat(PanelSettings.DEFAULT.onHost("mail.example.test\n").author())
                .isEqualTo("james-cli (mail.example.test?)");
    }

    @Test
    void refusesWhatIsNoSchemaAndNoMultiplier() {
        assertThatThrownBy(() -> PanelSettings.DEFAULT.withOwnSchema("mail; DROP DATABASE postfix"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PanelSettings.DEFAULT.withQuotaMultiplier(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

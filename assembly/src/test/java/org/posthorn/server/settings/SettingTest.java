// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingTest {

    @ParameterizedTest
    @EnumSource(Setting.class)
    void defaultIsOfItsOwnKind(Setting setting) {
        assertThat(setting.standard().isEmpty() || setting.kind().accepts(setting.standard()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void isFoundByItsVariable(Setting setting) {
        assertThat(Setting.named(setting.variable())).contains(setting);
        assertThat(Setting.claims(setting.variable())).isTrue();
    }

    @Test
    void portsOfTheDefaultsAreDifferent() {
        assertThat(Arrays.stream(Setting.values())
                        .filter(setting -> setting.kind() == Kind.PORT)
                        .map(Setting::standard))
                .doesNotHaveDuplicates();
    }

    @Test
    void otherVariablesAreNotClaimed() {
        assertThat(Setting.claims("PATH")).isFalse();
        assertThat(Setting.named("POSTHORN_NONSENSE")).isEmpty();
    }

    @Test
    void environmentWinsOverDefault() {
        PosthornSettings settings = PosthornSettings.of(Map.of("POSTHORN_SMTP_PORT", "2525"));

        assertThat(settings.number(Setting.SMTP_PORT)).isEqualTo(2525);
        assertThat(settings.number(Setting.IMAPS_PORT)).isEqualTo(993);
    }

    @Test
    void emptyVariableCountsAsNotSet() {
        assertThat(PosthornSettings.of(Map.of("POSTHORN_SMARTHOST", "")).text(Setting.SMARTHOST))
                .isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlavoursTest {
    @Test
    void withoutNamesThoseThatAreThereAreTaken() {
        assertThat(Flavours.chosen(""))
                .startsWith(MariaDbFlavour.EMBEDDED)
                .containsExactlyElementsOf(Arrays.stream(MariaDbFlavour.values())
                        .filter(MariaDbFlavour::isAvailable)
                        .toList());
    }

    @Test
    void theNamedOnesAreTakenInTheirOrder() {
        assertThat(Flavours.chosen("EMBEDDED")).containsExactly(MariaDbFlavour.EMBEDDED);
        assertThat(Flavours.chosen(" EMBEDDED ,EMBEDDED"))
                .containsExactly(MariaDbFlavour.EMBEDDED, MariaDbFlavour.EMBEDDED);
    }

    @Test
    void aNameThatIsNoneIsAFault() {
        assertThatThrownBy(() -> Flavours.chosen("ORACLE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ORACLE");
    }

    @Test
    void aNamedOneThatIsMissingIsAFault() {
        for (MariaDbFlavour flavour : MariaDbFlavour.values()) {
            if (!flavour.isAvailable()) {
                assertThatThrownBy(() -> Flavours.chosen(flavour.name())).hasMessageContaining("not available");
            }
        }
    }
}

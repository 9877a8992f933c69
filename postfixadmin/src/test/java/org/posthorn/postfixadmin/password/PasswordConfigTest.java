// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordConfigTest {

    @Test
    void defaults() {
        assertThat(PasswordConfig.DEFAULT)
                .isEqualTo(new PasswordConfig(DefaultScheme.CRYPT, NewScheme.BLF_CRYPT, 12, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 9, 15, 31})
    void refusesCostsThatAreTooCheapOrTooDear(int cost) {
        assertThatThrownBy(() -> new PasswordConfig(DefaultScheme.CRYPT, NewScheme.BLF_CRYPT, cost, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bcrypt's cost is " + cost + ", but must be from 10 to 14");
    }

    @Test
    void schemesAreFoundByTheNamesTheyAreShownWith() {
        for (DefaultScheme scheme : DefaultScheme.values()) {
            assertThat(DefaultScheme.parse(scheme.externalName())).contains(scheme);
        }
        for (NewScheme scheme : NewScheme.values()) {
            assertThat(NewScheme.parse(scheme.externalName())).contains(scheme);
        }
    }

    @Test
    void schemesAreFoundHoweverTheirNamesAreWritten() {
        assertThat(DefaultScheme.parse("PLAIN-MD5")).contains(DefaultScheme.PLAIN_MD5);
        assertThat(DefaultScheme.parse("plain_md5 ")).contains(DefaultScheme.PLAIN_MD5);
        assertThat(NewScheme.parse("Blf-Crypt")).contains(NewScheme.BLF_CRYPT);
        assertThat(NewScheme.parse("bcrypt")).isEmpty();
        assertThat(DefaultScheme.parse("")).isEmpty();
    }
}

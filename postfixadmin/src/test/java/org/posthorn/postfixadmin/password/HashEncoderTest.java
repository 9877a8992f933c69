// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.postfixadmin.password.Verification.Matches;
import org.posthorn.postfixadmin.password.Verification.Mismatch;

class HashEncoderTest {

    @ParameterizedTest
    @EnumSource(NewScheme.class)
    void whatIsWrittenIsReadAgain(NewScheme scheme) {
        Passwords passwords = writing(scheme);

        for (String password : new String[] {"Secret-Pw11", "pässwörd-ß€", "x".repeat(72)}) {
            String hash = passwords.encode(password);
            assertThat(passwords.verify(password, hash)).isEqualTo(new Matches());
            assertThat(passwords.verify(password.substring(1), hash)).isEqualTo(new Mismatch());
        }
    }

    @ParameterizedTest
    @EnumSource(NewScheme.class)
    void everyHashHasItsOwnSaltAndFitsTheColumn(NewScheme scheme) {
        Passwords passwords = writing(scheme);
        String hash = passwords.encode("Secret-Pw11");

        assertThat(hash).isNotEqualTo(passwords.encode("Secret-Pw11")).hasSizeLessThanOrEqualTo(255);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "BLF_CRYPT \\{BLF-CRYPT}\\$2y\\$10\\$.{53}",
                "SHA512_CRYPT \\{SHA512-CRYPT}\\$6\\$rounds=100000\\$[^$]{16}\\$.{86}",
                "SHA256_CRYPT \\{SHA256-CRYPT}\\$5\\$rounds=100000\\$[^$]{16}\\$.{43}",
                "ARGON2ID \\{ARGON2ID}\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[^$]{22}\\$[^$]{43}",
                "MD5_CRYPT \\$1\\$[^$]{8}\\$.{22}"
            })
    void hashesAreWrittenAsThePanelReadsThem(NewScheme scheme, String format) {
        assertThat(writing(scheme).encode("Secret-Pw11")).matches(format);
    }

    @Test
    void theDefaultIsBcryptOfCostTwelve() {
        assertThat(new Passwords(PasswordConfig.DEFAULT).encode("Secret-Pw11")).startsWith("{BLF-CRYPT}$2y$12$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with\0nul", "\ud800"})
    void whatCouldNeverLogInIsNotWritten(String password) {
        Passwords passwords = writing(NewScheme.MD5_CRYPT);

        assertThatThrownBy(() -> passwords.encode(password))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a password has 1 to 512 bytes of UTF-8 and holds no NUL");
    }

    @Test
    void aPasswordOfMoreThanFiveHundredAndTwelveBytesIsNotWritten() {
        Passwords passwords = writing(NewScheme.MD5_CRYPT);

        assertThatThrownBy(() -> passwords.encode("x".repeat(513))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Passwords writing(NewScheme scheme) {
        return new Passwords(new PasswordConfig(DefaultScheme.CRYPT, scheme, 10, false));
    }
}

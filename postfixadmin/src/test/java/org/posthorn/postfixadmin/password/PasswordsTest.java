// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.postfixadmin.password.Verification.Matches;
import org.posthorn.postfixadmin.password.Verification.Mismatch;
import org.posthorn.postfixadmin.password.Verification.Unusable;

class PasswordsTest {

    private static final Passwords PASSWORDS = new Passwords(PasswordConfig.DEFAULT);

    static List<Samples> samples() {
        return Samples.all();
    }

    static List<Samples> recognisable() {
        return Samples.recognisable();
    }

    @Test
    void thereIsOneSampleForEachOfThirtyEightSettings() {
        assertThat(samples())
                .extracting(Samples::encrypt)
                .doesNotHaveDuplicates()
                .hasSize(38);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyHashOfPostfixAdminMatchesItsPassword(Samples sample) {
        assertThat(with(sample.defaultScheme()).verify(Samples.PASSWORD, sample.hash()))
                .isEqualTo(new Matches());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noHashOfPostfixAdminMatchesAnotherPassword(Samples sample) {
        Passwords passwords = with(sample.defaultScheme());

        assertThat(passwords.verify("secret-Pw11", sample.hash())).isEqualTo(new Mismatch());
        assertThat(passwords.verify("", sample.hash())).isEqualTo(new Mismatch());
        assertThat(passwords.verify(sample.hash(), sample.hash()))
                .isEqualTo(sample.encrypt().equals("cleartext") ? new Matches() : new Mismatch());
    }

    @ParameterizedTest
    @MethodSource("recognisable")
    void everyHashWithPrefixOrShapeIsReadUnderEveryDefaultScheme(Samples sample) {
        for (DefaultScheme scheme : DefaultScheme.values()) {
            boolean desMayBeClearText =
                    scheme == DefaultScheme.PLAIN && sample.hash().length() == 13;
            assertThat(with(scheme).verify(Samples.PASSWORD, sample.hash()))
                    .isEqualTo(desMayBeClearText ? new Mismatch() : new Matches());
        }
    }

    @ParameterizedTest
    @MethodSource("recognisable")
    void namesOfSchemesMayBeInLowerCase(Samples sample) {
        int end = sample.hash().indexOf('}') + 1;
        String lower = sample.hash().substring(0, end).toLowerCase(Locale.ROOT)
                + sample.hash().substring(end);

        assertThat(PASSWORDS.verify(Samples.PASSWORD, lower)).isEqualTo(new Matches());
    }

    @Test
    void bareMd5AndClearTextAreNotReadUnlessConfigured() {
        String md5 = "090e9092dba9add6a50940d1a8383431";

        assertThat(PASSWORDS.verify(Samples.PASSWORD, md5)).isInstanceOf(Unusable.class);
        assertThat(with(DefaultScheme.PLAIN).verify(Samples.PASSWORD, md5)).isEqualTo(new Mismatch());
        assertThat(PASSWORDS.verify(Samples.PASSWORD, Samples.PASSWORD)).isInstanceOf(Unusable.class);
        assertThat(with(DefaultScheme.PLAIN_MD5).verify(Samples.PASSWORD, Samples.PASSWORD))
                .isInstanceOf(Unusable.class);
        assertThat(with(DefaultScheme.PLAIN_MD5).verify(Samples.PASSWORD, md5.toUpperCase(Locale.ROOT)))
                .isEqualTo(new Matches());
    }

    @Test
    void aStolenCryptStringIsNoPasswordEvenWhereClearTextIsTheDefault() {
        String stolen = "$1$NHCodxpi$rWTnxBBTgg230xawTNzrw.";

        assertThat(with(DefaultScheme.PLAIN).verify(stolen, stolen)).isEqualTo(new Mismatch());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Secret-Pw11\0", "Secret\0-Pw11", "\0", "\ud800", "\r\nSecret-Pw11"})
    void oddPasswordsAreWrong(String password) {
        for (Samples sample : Samples.all()) {
            if (!sample.encrypt().contains("ARGON2")) {
                assertThat(with(sample.defaultScheme()).verify(password, sample.hash()))
                        .isEqualTo(new Mismatch());
            }
        }
    }

    @Test
    void passwordsMayHoldLineBreaksAndEveryLetter() {
        for (String password : List.of("with\r\nbreaks", "pässwörd-ß€", "\ud83d\udd11", " leading and trailing ")) {
            assertThat(PASSWORDS.verify(password, "{PLAIN}" + password)).isEqualTo(new Matches());
        }
    }

    @Test
    void aPasswordOfMoreThanFiveHundredAndTwelveBytesIsWrong() {
        assertThat(PASSWORDS.verify("x".repeat(512), "{PLAIN}" + "x".repeat(512)))
                .isEqualTo(new Matches());
        assertThat(PASSWORDS.verify("x".repeat(513), "{PLAIN}" + "x".repeat(513)))
                .isEqualTo(new Mismatch());
        assertThat(PASSWORDS.verify("€".repeat(171), "{PLAIN}" + "€".repeat(171)))
                .isEqualTo(new Mismatch());
        assertThat(PASSWORDS.verify("x".repeat(10_000_000), "{PLAIN}x")).isEqualTo(new Mismatch());
    }

    @Test
    void nobodyHasAPassword() {
        Passwords fresh = with(DefaultScheme.CRYPT);
        assertThat(fresh.verifyNobody(Samples.PASSWORD)).isEqualTo(new Mismatch());

        fresh.verify(Samples.PASSWORD, "{PLAIN}" + Samples.PASSWORD);
        assertThat(fresh.verifyNobody(Samples.PASSWORD)).isEqualTo(new Mismatch());
        assertThat(fresh.verifyNobody("")).isEqualTo(new Mismatch());
    }

    @ParameterizedTest
    @EnumSource(NewScheme.class)
    void nobodyHasAPasswordBeforeAnyHashWasSeenWhateverIsWritten(NewScheme scheme) {
        Passwords fresh = new Passwords(new PasswordConfig(DefaultScheme.CRYPT, scheme, 10, false));

        assertThat(fresh.verifyNobody(Samples.PASSWORD)).isEqualTo(new Mismatch());
    }

    @ParameterizedTest
    @EnumSource(NewScheme.class)
    void nobodyCostsWhatANewHashCostsUntilOneWasSeen(NewScheme scheme) {
        Passwords fresh = new Passwords(new PasswordConfig(DefaultScheme.CRYPT, scheme, 10, false));
        String decoy = fresh.decoy().getClass().getSimpleName();

        fresh.verify(Samples.PASSWORD, fresh.encode(Samples.PASSWORD));

        assertThat(fresh.decoy().getClass().getSimpleName()).isEqualTo(decoy);
        assertThat(fresh.decoy()).isNotInstanceOf(PlainHash.class);
    }

    @Test
    void nobodyCostsWhatTheHashSeenLastCosts() {
        Passwords passwords = with(DefaultScheme.CRYPT);
        String md5 = "$1$NHCodxpi$rWTnxBBTgg230xawTNzrw.";

        passwords.verify("wrong", md5);
        passwords.verify("wrong", "{NTLM}unusable");
        passwords.verify("wrong", "garbled");

        assertThat(passwords.decoy()).isEqualTo(new CryptHash(CryptHash.Kind.MD5, md5));
    }

    private static Passwords with(DefaultScheme scheme) {
        return new Passwords(new PasswordConfig(scheme, NewScheme.BLF_CRYPT, 12, false));
    }
}

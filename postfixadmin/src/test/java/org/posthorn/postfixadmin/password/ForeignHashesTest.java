// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.postfixadmin.password.Verification.Matches;
import org.posthorn.postfixadmin.password.Verification.Mismatch;

/** Hashes made by other programs: libxcrypt through Python's {@code crypt}, and Python's hashlib. */
class ForeignHashesTest {

    private static final Passwords PASSWORDS = new Passwords(PasswordConfig.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "abzp3RXJm5gNA",
        "$1$abcdefgh$AqqcZutSELh12v478viM/1",
        "$5$rounds=2000$saltsalt$Ip/LhaZUyVPK8BNJZvnMqgKxrFUs9pKd0qd.XOvNsqD",
        "$6$rounds=2000$saltsalt$21HYkg1e05UJVr9dnsU7yojClhXShNSmzNb/eCPXrpRQobkyeA6ScohhEfWMN50W3x.hBe8jeTGxzi9sG5rMV/",
        "$2a$04$abcdefghijklmnopqrstuupvKuAbtTzTnlS6kNykcUYGrj77j.H/.",
        "$2b$04$abcdefghijklmnopqrstuupvKuAbtTzTnlS6kNykcUYGrj77j.H/.",
        "$2y$04$abcdefghijklmnopqrstuupvKuAbtTzTnlS6kNykcUYGrj77j.H/.",
        "{PBKDF2}$1$saltsalt$1000$307b65a9cacf297f7438395ada82d3780d833b33"
    })
    void lettersBeyondAsciiAreUtf8(String hash) {
        assertThat(PASSWORDS.verify("pässwörd-ß€", hash)).isEqualTo(new Matches());
        assertThat(PASSWORDS.verify("passwörd-ß€", hash)).isEqualTo(new Mismatch());
    }

    @Test
    void desCountsEightBytesOfAPassword() {
        assertThat(PASSWORDS.verify("12345678other", "zzRtj6pNdfpLE")).isEqualTo(new Matches());
        assertThat(PASSWORDS.verify("1234567", "zzRtj6pNdfpLE")).isEqualTo(new Mismatch());
    }

    @Test
    void bcryptCountsSeventyTwoBytesOfAPassword() {
        String ofHundred = "$2y$04$abcdefghijklmnopqrstuuwurWIdVVT4m5pTArtqnFNM69nySdHj.";

        assertThat(PASSWORDS.verify("y".repeat(100), ofHundred)).isEqualTo(new Matches());
        assertThat(PASSWORDS.verify("y".repeat(72), ofHundred)).isEqualTo(new Matches());
        assertThat(PASSWORDS.verify("y".repeat(71), ofHundred)).isEqualTo(new Mismatch());
        assertThat(PASSWORDS.verify("€".repeat(30), "$2y$04$abcdefghijklmnopqrstuuLMnfsIcwrd9XOzJ8Re069XuK/iLtljS"))
                .isEqualTo(new Matches());
    }

    @ParameterizedTest
    @CsvSource({
        "pässwörd-ß€, 1, $6$$KTW.JtnFjpstyGKmwCkRzOwlIP78tk8/Ss6QnMNlvBn0vj3L3SxfpsIPbKZQ1aSzW4ZN5ZXsffq3v2GsDbGL20",
        "a, 1, $6$$ek/ucQg0IM8SQLyD2D66mpoW0vAF26eA0/pqoN95V.F0nZh1IFuENNo0OikacRkDBk5frNqziMYMdVVrQ0o.51",
        "x, 63, $6$$20CRb3J0R3wAGVCwDbxeLwO9CDNIl1Y6832tRjgMR.M8XdrPLzm3/8zDFixMI2LdoRO6yFTboKz8y9NTQmtu/0",
        "x, 64, $6$$SCd0LlO2IxYZ6peBdgc2KEqrIP9f6Gt5shcrN6pkhIg8fX1DwYoXpO.PGrIkddR0Tl6bIQyFgn.N1y5GK1avS1",
        "x, 65, $6$$cPa6Fxc0c/bg6v0Qsa2I8rj8PCLN71bbwSYo6k2KPSKnNuOB/VbCxFo/e1mAdGD65oorU3nj5L7PlC08JoMw/1",
        "'correct horse battery staple ', 10, "
                + "$6$$N.Yl99qZ2Xhcg7dlI1rt0KkR47ffhJHWVCPN3GgEQA1b.MFIOLw9BrHLlNY9.SPMRYtrDHSmJD7jp7mYOCumd0"
    })
    void sha512WithoutSaltIsComputedAsLibcDoes(String text, int times, String hash) {
        assertThat(PASSWORDS.verify(text.repeat(times), hash)).isEqualTo(new Matches());
        assertThat(PASSWORDS.verify(text.repeat(times) + "x", hash)).isEqualTo(new Mismatch());
    }

    @ParameterizedTest
    @CsvSource({
        "'$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'",
        "'$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'",
        "'$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'"
    })
    void argon2OfBothVersionsIsComputedAsItsReferenceDoes(String hash) {
        assertThat(PASSWORDS.verify("password", hash)).isEqualTo(new Matches());
        assertThat(PASSWORDS.verify("passwort", hash)).isEqualTo(new Mismatch());
    }

    @Test
    void cramMd5DigestsPasswordsLongerThanABlock() {
        String hash = "{CRAM-MD5}52197db948d0932512a61b183e7d05b04e94d60a3bb0d00f92d3df52a5d275ca";

        assertThat(PASSWORDS.verify("x".repeat(100), hash)).isEqualTo(new Matches());
        assertThat(PASSWORDS.verify("x".repeat(101), hash)).isEqualTo(new Mismatch());
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, Secret-Pw11",
        "Cleartext, Secret-Pw11",
        "MD5-CRYPT, $1$NHCodxpi$rWTnxBBTgg230xawTNzrw.",
        "blf-crypt, $2y$05$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq",
        "PBKDF2, $1$p7eg5mSHDTbJNGwG$5000$cb3a73374232f59481a08fa00f7397d56672af9f"
    })
    void textOfEverySchemeMayBeEncoded(String scheme, String text) {
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
        String hex = HexFormat.of().formatHex(text.getBytes(UTF_8));

        for (String hash : new String[] {".B64}" + base64, ".b64}" + base64, ".BASE64}" + base64, ".HEX}" + hex}) {
            assertThat(PASSWORDS.verify(Samples.PASSWORD, "{" + scheme + hash)).isEqualTo(new Matches());
            assertThat(PASSWORDS.verify("wrong", "{" + scheme + hash)).isEqualTo(new Mismatch());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SHA, 2P87jX5mLgtU6SrydZWLmA+Fw+A=",
        "SHA1, 2P87jX5mLgtU6SrydZWLmA+Fw+A=",
        "SHA256, fH7YDfwkOA11VkDSCt5vO8zIN01Mq9NNMxDvvN8S8ro=",
        "MD5, CQ6QktuprdalCUDRqDg0MQ==",
        "PLAIN-MD5, CQ6QktuprdalCUDRqDg0MQ==",
        "LDAP-MD5, CQ6QktuprdalCUDRqDg0MQ=="
    })
    void digestsWithoutSuffixMayBeHexadecimalOrBase64(String scheme, String base64) {
        byte[] raw = Base64.getDecoder().decode(base64);
        String hex = HexFormat.of().formatHex(raw);
        String unpadded = Base64.getEncoder().withoutPadding().encodeToString(raw);

        for (String hash : new String[] {"}" + base64, "}" + unpadded, "}" + hex, ".HEX}" + hex, ".B64}" + base64}) {
            assertThat(PASSWORDS.verify(Samples.PASSWORD, "{" + scheme + hash)).isEqualTo(new Matches());
        }
    }

    @Test
    void anyPrefixOfTheCryptFamilyMayStandBeforeAnyCryptString() {
        for (String prefix : new String[] {"{CRYPT}", "{SHA512-CRYPT}", "{MD5}", "{MD5-CRYPT}", "{ARGON2ID}"}) {
            assertThat(PASSWORDS.verify(Samples.PASSWORD, prefix + "$1$NHCodxpi$rWTnxBBTgg230xawTNzrw."))
                    .isEqualTo(new Matches());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.postfixadmin.password.Verification.Malformed;
import org.posthorn.postfixadmin.password.Verification.Matches;
import org.posthorn.postfixadmin.password.Verification.Unsupported;
import org.posthorn.postfixadmin.password.Verification.Unusable;

class BadHashesTest {

    private static final String SHA512 =
            "$pgC4pCWF5LsB40vK$h6ETMQv8gE03OVlhYobzJQpbjZAc4AFQT3vLr87uOcWX9ha1fQ8fz3NizNgQ"
                    + "dBfbShKtY5Pz6n1YkOmLMyUjj/";
    private static final String ARGON2_END = "$N47prVLF7uSmLXa0jag2Rg$c+t3Ge/c+95lNU2WZxeIObVHzjoAyY8pdW6bQHDXEB4";

    /** Writes what is quick, so that the work done for unusable hashes is quick as well. */
    private final Passwords passwords =
            new Passwords(new PasswordConfig(DefaultScheme.CRYPT, NewScheme.MD5_CRYPT, 12, false));

    @ParameterizedTest
    @ValueSource(
            strings = {"{NTLM}x", "{DIGEST-MD5}x", "{foo}x", "{SHA.B32}x", "$y$j9T$abc$def", "$2x$05$abc", "$7$a$b"})
    void anUnknownSchemeIsNamed(String hash) {
        Verification verification = passwords.verify(Samples.PASSWORD, hash);

        assertThat(verification).isInstanceOf(Unsupported.class);
        String scheme = ((Unsupported) verification).scheme();
        assertThat(hash.toUpperCase(Locale.ROOT)).contains(scheme.toUpperCase(Locale.ROOT));
        assertThat(((Unusable) verification).reason()).contains(scheme);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{PLAIN}",
                "{PLAIN.B64}",
                "{PLAIN.B64}===",
                "{SHA}not Base64!",
                "{SHA.HEX}abc",
                "{SSHA}2P87jX5mLgtU6SrydZWLmA+Fw+A=",
                "{CRAM-MD5}38ba4884",
                "{SCRAM-SHA-1}4096,00MHHXh3y/skglNoIa62vA==,teOi7/YGqeirY8rUOkv9V3u13aA=",
                "{SCRAM-SHA-1}4096,====,teOi7/YGqeirY8rUOkv9V3u13aA=,5Jcaovq5VsWXPRE++PeGOIV8Yf0=",
                "{SCRAM-SHA-256}4096,00MHHXh3y/skglNoIa62vA==,teOi7/YGqeirY8rUOkv9V3u13aA=,5Jcaovq5VsWXPRE++PeGOIV8Yf0=",
                "{PBKDF2}$1$p7eg5mSHDTbJNGwG$0$cb3a73374232f59481a08fa00f7397d56672af9f",
                "$1$",
                "$1$$yf/Pf80.1.dtNyjx0Q2fj/",
                "$5$$lymUAltHoS6mqj6/97t6NTi.YZ129r5btmeDuBhsre.",
                "$6$$",
                "$6$rounds=$",
                "$2y$05$",
                "$2y$xx$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq",
                "$2y$03$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq",
                "$argon2id$",
                "$argon2id$v=20$m=65536,t=3,p=1" + ARGON2_END,
                "$argon2id$v=19$m=65536,t=0,p=1" + ARGON2_END,
                "two words here",
                "0123456789abc\n",
                "'; DROP TABLE mailbox; --",
                "\0"
            })
    void garbledHashesAreMalformed(String hash) {
        assertThat(passwords.verify(Samples.PASSWORD, hash)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$5$rounds=999999999$cvg78WhHio5oZAG4$lymUAltHoS6mqj6/97t6NTi.YZ129r5btmeDuBhsre.",
                "$6$rounds=999999999" + SHA512,
                "$6$rounds=1000001" + SHA512,
                "$6$rounds=999" + SHA512,
                "$6$rounds=99999999999999999999" + SHA512,
                "$2y$15$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq",
                "$2y$31$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq",
                "$argon2id$v=19$m=4194304,t=1,p=1" + ARGON2_END,
                "$argon2id$v=19$m=9999999999,t=1,p=1" + ARGON2_END,
                "$argon2i$v=19$m=65536,t=9999999999,p=1" + ARGON2_END,
                "$argon2id$v=19$m=65536,t=17,p=1" + ARGON2_END,
                "$argon2id$v=19$m=65536,t=1,p=9999999" + ARGON2_END,
                "$argon2id$v=19$m=8,t=1,p=4" + ARGON2_END,
                "{PBKDF2}$1$p7eg5mSHDTbJNGwG$2147483648$cb3a73374232f59481a08fa00f7397d56672af9f",
                "{PBKDF2}$1$p7eg5mSHDTbJNGwG$1000001$cb3a73374232f59481a08fa00f7397d56672af9f",
                "{SCRAM-SHA-1}2147483647,00MHHXh3y/skglNoIa62vA==,teOi7/YGqeirY8rUOkv9V3u13aA=,5Jcaovq5VsWXPRE++PeGOIV8Yf0="
            })
    void hashesThatAskForTooMuchWorkAreMalformed(String hash) {
        assertThat(passwords.verify(Samples.PASSWORD, hash)).isInstanceOf(Malformed.class);
    }

    @Test
    void aHashOfAMegabyteIsMalformed() {
        assertThat(passwords.verify(Samples.PASSWORD, "{PLAIN}" + "x".repeat(1 << 20)))
                .isInstanceOf(Malformed.class);
        assertThat(passwords.verify(Samples.PASSWORD, "$6$" + "$".repeat(1 << 20)))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void noHashThatIsCutShortMatchesOrThrows() {
        for (Samples sample : Samples.recognisable()) {
            int padding =
                    (int) sample.hash().chars().filter(letter -> letter == '=').count();
            for (int length = 0; length < sample.hash().length() - padding && cheap(sample); length++) {
                String cut = sample.hash().substring(0, length);
                assertThat(passwords.verify(Samples.PASSWORD, cut)).as(cut).isNotEqualTo(new Matches());
            }
        }
    }

    @Test
    void noHashWithAChangedLetterThrows() {
        Random random = new Random(4711);
        for (Samples sample : Samples.recognisable()) {
            for (int i = 0; i < 100 && cheap(sample); i++) {
                StringBuilder changed = new StringBuilder(sample.hash());
                changed.setCharAt(random.nextInt(changed.length()), (char) random.nextInt(256));
                assertThat(passwords.verify(Samples.PASSWORD, changed.toString()))
                        .isNotNull();
            }
        }
    }

    @Test
    void reasonsHoldNothingOfTheHash() {
        for (Samples sample : Samples.recognisable()) {
            String tail = sample.hash().substring(sample.hash().length() - 8);
            Verification verification = passwords.verify(
                    "x", sample.hash().substring(0, sample.hash().length() - 1) + "\n");
            if (verification instanceof Unusable unusable) {
                assertThat(unusable.reason())
                        .doesNotContain(tail.substring(0, 7))
                        .doesNotContain("\n");
            }
        }
    }

    private static boolean cheap(Samples sample) {
        return !sample.encrypt().contains("ARGON2") && !sample.encrypt().contains("BLOWFISH");
    }
}

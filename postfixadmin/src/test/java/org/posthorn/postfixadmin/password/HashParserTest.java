// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashParserTest {

    private final HashParser parser = new HashParser(DefaultScheme.CRYPT);

    static List<Samples> recognisable() {
        return Samples.recognisable();
    }

    @ParameterizedTest
    @MethodSource("recognisable")
    void everySampleIsUsable(Samples sample) {
        assertThat(parser.parse(sample.hash())).isInstanceOf(ParsedHash.Usable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$5$rounds=1000$cvg78WhHio5oZAG4$lymUAltHoS6mqj6/97t6NTi.YZ129r5btmeDuBhsre.",
                "$5$rounds=1000000$cvg78WhHio5oZAG4$lymUAltHoS6mqj6/97t6NTi.YZ129r5btmeDuBhsre.",
                "$2y$04$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq",
                "$2y$14$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq",
                "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=128,t=8192,p=16$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "{PBKDF2}$1$p7eg5mSHDTbJNGwG$1$cb3a73374232f59481a08fa00f7397d56672af9f",
                "{PBKDF2}$1$p7eg5mSHDTbJNGwG$1000000$cb3a73374232f59481a08fa00f7397d56672af9f",
                "{SCRAM-SHA-1}1000000,00MHHXh3y/skglNoIa62vA==,teOi7/YGqeirY8rUOkv9V3u13aA=,5Jcaovq5VsWXPRE++PeGOIV8Yf0="
            })
    void theLimitsThemselvesAreAllowed(String hash) {
        assertThat(parser.parse(hash)).isInstanceOf(ParsedHash.Usable.class);
    }

    @Test
    void saltsOfDigestsHaveFromOneToTwoHundredAndFiftySixBytes() {
        for (int salt : new int[] {1, 4, 256}) {
            assertThat(parser.parse("{SSHA}" + base64(20 + salt))).isInstanceOf(ParsedHash.Usable.class);
        }
        for (int salt : new int[] {-1, 0, 257}) {
            assertThat(parser.parse("{SSHA}" + base64(20 + salt))).isInstanceOf(ParsedHash.Rejected.class);
        }
    }

    @Test
    void digestsHaveExactlyTheirLength() {
        assertThat(parser.parse("{SHA256}" + base64(32))).isInstanceOf(ParsedHash.Usable.class);
        assertThat(parser.parse("{SHA256}" + base64(31))).isInstanceOf(ParsedHash.Rejected.class);
        assertThat(parser.parse("{SHA256}" + base64(33))).isInstanceOf(ParsedHash.Rejected.class);
    }

    @Test
    void theFaultIsSaidWithItsRemedy() {
        assertThat(parser.parse("090e9092dba9add6a50940d1a8383431"))
                .isEqualTo(ParsedHash.malformed("bare MD5 is read only where the default scheme is plain-md5"));
        assertThat(parser.parse("$2y$15$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq"))
                .isEqualTo(ParsedHash.malformed("bcrypt's cost 15 is not from 4 to 14"));
        assertThat(parser.parse("{ntlm}x")).isEqualTo(ParsedHash.unsupported("NTLM"));
        assertThat(parser.parse("")).isEqualTo(ParsedHash.malformed("no password is stored"));
    }

    @Test
    void aSuffixIsPartOfTheSchemesNameInAFault() {
        assertThat(parser.parse("{SHA.B32}x")).isEqualTo(ParsedHash.unsupported("SHA.B32"));
        assertThat(parser.parse("{NTLM.HEX}00")).isEqualTo(ParsedHash.unsupported("NTLM"));
    }

    private static String base64(int length) {
        return Base64.getEncoder().encodeToString(new byte[length]);
    }
}

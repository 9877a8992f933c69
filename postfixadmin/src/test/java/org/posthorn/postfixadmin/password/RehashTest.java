// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RehashTest {

    private final Passwords passwords = rehashing(NewScheme.BLF_CRYPT);

    @Test
    void nothingIsReplacedUnlessConfigured() {
        Passwords unwilling = new Passwords(PasswordConfig.DEFAULT);

        for (Samples sample : Samples.all()) {
            assertThat(unwilling.needsRehash(sample.hash())).isFalse();
        }
    }

    @Test
    void theFixedSaltOfPostfixAdminIsReplacedEvenByMd5Crypt() {
        String fixed = "$1$c9809462$yf/Pf80.1.dtNyjx0Q2fj/";
        String random = "$1$NHCodxpi$rWTnxBBTgg230xawTNzrw.";

        assertThat(passwords.needsRehash(fixed)).isTrue();
        assertThat(passwords.needsRehash("{MD5-CRYPT}" + fixed)).isTrue();
        assertThat(rehashing(NewScheme.MD5_CRYPT).needsRehash(fixed)).isTrue();
        assertThat(passwords.needsRehash(random)).isTrue();
        assertThat(rehashing(NewScheme.MD5_CRYPT).needsRehash(random)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FDTQ1YowelkG.",
                "{PLAIN}Secret-Pw11",
                "{SHA}2P87jX5mLgtU6SrydZWLmA+Fw+A=",
                "{SSHA}PRgI7apMQ5Vl5N3DOH1kyMLbgYHbCpf1",
                "{md5raw}090e9092dba9add6a50940d1a8383431",
                "{CRAM-MD5}38ba48843e2ddd9ded6cb57b7b8c3e1eb9dc7ac12e1325c7645c2c8e12f58c72",
                "$6$$obvG2Y0/WVYPGxuUfnMS0CjSjDNDmcbscyC7aWSHp3WlIGqhokbIm7IdQiz8OBHhEaUJxfRafdrikpoG1DK21/",
                "{PBKDF2}$1$p7eg5mSHDTbJNGwG$5000$cb3a73374232f59481a08fa00f7397d56672af9f",
                "{SCRAM-SHA-1}4096,00MHHXh3y/skglNoIa62vA==,teOi7/YGqeirY8rUOkv9V3u13aA=,5Jcaovq5VsWXPRE++PeGOIV8Yf0=",
                "{BLF-CRYPT}$2y$05$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq"
            })
    void weakHashesAreReplaced(String hash) {
        assertThat(passwords.needsRehash(hash)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2y$10$ZhYoCYe7Imv9Q82iATHCK.ECorvOf.aX7r4N0F8iFsDPLFbdrEtVm",
                "$5$11nJMV47qiB0doUa$RvNoCA9yZlKNprJt0LL1bGhseksmoIUMYUIt6z8qp1C",
                "{ARGON2I}$argon2i$v=19$m=32768,t=4,p=1$AbzlHF644OdBFyVT92s4qw$TuuM7oQoXpNe4Apur0pO3WysSnZBTfaJdjb+FaPfgzc",
                "{PBKDF2}$1$p7eg5mSHDTbJNGwG$100000$cb3a73374232f59481a08fa00f7397d56672af9f",
                "{NTLM}cannot be read",
                "cannot be read"
            })
    void strongAndUnreadableHashesAreLeftAlone(String hash) {
        assertThat(passwords.needsRehash(hash)).isFalse();
    }

    @Test
    void nothingBetterIsReplacedByMd5Crypt() {
        assertThat(rehashing(NewScheme.MD5_CRYPT)
                        .needsRehash("{BLF-CRYPT}$2y$05$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(NewScheme.class)
    void whatWasJustWrittenIsLeftAlone(NewScheme scheme) {
        Passwords rehashing = rehashing(scheme);

        assertThat(rehashing.needsRehash(rehashing.encode("Secret-Pw11"))).isFalse();
    }

    private static Passwords rehashing(NewScheme scheme) {
        return new Passwords(new PasswordConfig(DefaultScheme.CRYPT, scheme, 10, true));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.password.Verification.Malformed;
import org.posthorn.postfixadmin.password.Verification.Matches;

class Argon2HashTest {

    private static final String HASH = "{ARGON2ID}$argon2id$v=19$m=65536,t=3,p=1$N47prVLF7uSmLXa0jag2Rg"
            + "$c+t3Ge/c+95lNU2WZxeIObVHzjoAyY8pdW6bQHDXEB4";

    private final Passwords passwords =
            new Passwords(new PasswordConfig(DefaultScheme.CRYPT, NewScheme.MD5_CRYPT, 12, false));

    @Test
    void moreLoginsAtOnceThanTheHeapHasRoomForAllSucceed() throws Exception {
        int logins = 2 + Argon2Hash.MAX_MEMORY / 65536;
        ExecutorService threads = Executors.newFixedThreadPool(logins);
        try {
            var runs = IntStream.range(0, logins)
                    .<Future<Verification>>mapToObj(
                            login -> threads.submit(() -> passwords.verify(Samples.PASSWORD, HASH)))
                    .toList();
            for (Future<Verification> run : runs) {
                assertThat(run.get()).isEqualTo(new Matches());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void neverTakesMoreThanAThirdOfTheHeap() {
        assertThat((long) Argon2Hash.MAX_MEMORY)
                .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 1024 / 3)
                .isLessThanOrEqualTo(256 * 1024);
        assertThat(passwords.verify(Samples.PASSWORD, HASH.replace("65536,t=3", (Argon2Hash.MAX_MEMORY + 1) + ",t=1")))
                .isInstanceOf(Malformed.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerifiedPasswordsTest {

    private static final String USER = "anna@example.test";
    private static final String HASH = "$1$c9809462$yf/Pf80.1.dtNyjx0Q2fj/";
    private static final String APP_HASH = "{BLF-CRYPT}$2y$05$JUQci56AVEooSqmcBTy3ienmqq649M1cpYhwz08UB9kq6xkBXH5rq";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final VerifiedPasswords verified = new VerifiedPasswords(3, Duration.ofMinutes(10), nanos::get);

    @Test
    void remembersWhatItWasTold() {
        verified.remember(USER, true, "secret", HASH);

        assertThat(verified.isRemembered(USER, true, "secret", HASH)).isTrue();
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(verified.isRemembered(USER, true, "secret", HASH)).isFalse();
    }

    @Test
    void everyChangeOfTheRowEndsIt() {
        verified.remember(USER, true, "secret", HASH);

        assertThat(verified.isRemembered(USER, true, "Secret", HASH)).isFalse();
        assertThat(verified.isRemembered(USER, true, "secret", APP_HASH)).isFalse();
        assertThat(verified.isRemembered(USER, false, "secret", HASH)).isFalse();
        assertThat(verified.isRemembered("ben@example.test", true, "secret", HASH))
                .isFalse();
    }

    @Test
    void theSameTextsCutElsewhereAreAnotherEntry() {
        verified.remember("ab", true, "ef", "cd");

        assertThat(verified.isRemembered("abc", true, "ef", "d")).isFalse();
        assertThat(verified.isRemembered("a", true, "ef", "bcd")).isFalse();
        assertThat(verified.isRemembered("ab", true, "f", "cde")).isFalse();
        assertThat(verified.isRemembered("ab", true, "", "cdef")).isFalse();
    }

    @Test
    void textsThatAreNotUnicodeAreNotConfused() {
        verified.remember(USER, true, "?", HASH);
        verified.remember(USER, true, "\ufffd", HASH);

        assertThat(verified.isRemembered(USER, true, "\ud800", HASH)).isFalse();
    }

    @Test
    void remembersAppPasswordsBesideTheMainOne() {
        verified.remember(USER, true, "secret", HASH);
        verified.remember(USER, true, "app", APP_HASH);

        assertThat(verified.isRemembered(USER, true, "secret", HASH)).isTrue();
        assertThat(verified.isRemembered(USER, true, "app", APP_HASH)).isTrue();
        assertThat(verified.isRemembered(USER, true, "app", HASH)).isFalse();
    }

    @Test
    void forgetsTenMinutesAfterTheVerificationHoweverOftenItWasUsed() {
        verified.remember(USER, true, "secret", HASH);

        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(verified.isRemembered(USER, true, "secret", HASH)).isTrue();

        nanos.addAndGet(1);
        assertThat(verified.isRemembered(USER, true, "secret", HASH)).isFalse();
        assertThat(verified.size()).isZero();
    }

    @Test
    void theLongestUnusedMakesRoom() {
        for (String password : new String[] {"1", "2", "3"}) {
            verified.remember(USER, true, password, HASH);
        }
        assertThat(verified.isRemembered(USER, true, "1", HASH)).isTrue();

        verified.remember(USER, true, "4", HASH);

        assertThat(verified.size()).isEqualTo(3);
        assertThat(verified.isRemembered(USER, true, "1", HASH)).isTrue();
        assertThat(verified.isRemembered(USER, true, "2", HASH)).isFalse();
    }

    @Test
    void sizeZeroRemembersNothing() {
        VerifiedPasswords nothing = new VerifiedPasswords(0, Duration.ofHours(1));
        nothing.remember(USER, true, "secret", HASH);

        assertThat(nothing.isRemembered(USER, true, "secret", HASH)).isFalse();
        assertThat(nothing.size()).isZero();
    }

    @Test
    void twoProcessesDoNotShareTheirKey() {
        VerifiedPasswords other = new VerifiedPasswords();
        verified.remember(USER, true, "secret", HASH);

        assertThat(other.isRemembered(USER, true, "secret", HASH)).isFalse();
    }

    @Test
    void manyThreadsShareOneMemory() throws Exception {
        VerifiedPasswords shared = new VerifiedPasswords(4000, Duration.ofHours(1));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            var runs = IntStream.range(0, 4)
                    .<Future<Boolean>>mapToObj(thread -> threads.submit(() -> rememberAndAsk(shared, thread)))
                    .toList();
            for (Future<Boolean> run : runs) {
                assertThat(run.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(shared.size()).isEqualTo(4000);
    }

    private static boolean rememberAndAsk(VerifiedPasswords shared, int thread) {
        return IntStream.range(0, 1000).allMatch(i -> {
            String user = thread + "-" + i;
            shared.remember(user, true, "secret", HASH);
            return shared.isRemembered(user, true, "secret", HASH);
        });
    }
}

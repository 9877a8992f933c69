// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.UndeclaredThrowableException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.AccountsUnavailableException;

class ServerFailureTest {

    @Test
    void aDatabaseThatDoesNotAnswerIsTemporaryHoweverDeepItLies() {
        Refusal refusal = ServerFailure.of(new UndeclaredThrowableException(new IllegalStateException(
                new AccountsUnavailableException("down", new SocketTimeoutException("Read timed out")))));

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("try again later");
    }

    @Test
    void theInnermostMessageIsTheReasonOfARefusal() {
        Refusal refusal = ServerFailure.of(new IllegalStateException("outer", new IllegalArgumentException("inner")));

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refusal).hasMessage("inner");
    }

    @Test
    void noExceptionsNameIsShownForAMissingUserOrAWrongNumber() {
        assertThat(ServerFailure.of(new NullPointerException())).hasMessageContaining("no such user");
        assertThat(ServerFailure.of(new NumberFormatException("For input string")))
                .hasMessageContaining("a size such as 500M");
    }
}

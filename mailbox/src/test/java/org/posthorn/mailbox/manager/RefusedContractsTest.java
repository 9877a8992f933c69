// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.james.mailbox.MessageUid;
import org.junit.jupiter.api.Test;

class RefusedContractsTest {

    private static final RefusedContracts.Refusal REFUSAL =
            new RefusedContracts.Refusal("of a reason", "expected: 1 but was: 2");

    @Test
    void aTestThatFailsAsExpectedIsRefused() {
        assertThatCode(() -> RefusedContracts.run(
                        REFUSAL, () -> assertThat(MessageUid.of(2)).isEqualTo(MessageUid.of(1))))
                .doesNotThrowAnyException();
    }

    @Test
    void aTestThatFailsOtherwiseFails() {
        assertThatThrownBy(
                        () -> RefusedContracts.run(REFUSAL, () -> assertThat(3).isEqualTo(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("fails otherwise than expected")
                .hasMessageContaining("of a reason")
                .hasMessageContaining("but was: 3");
    }

    @Test
    void aTestThatBreaksFails() {
        assertThatThrownBy(() -> RefusedContracts.run(REFUSAL, () -> {
                    throw new IOException("expected: 1 but was: 2");
                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aTestThatSucceedsFails() {
        assertThatThrownBy(() -> RefusedContracts.run(REFUSAL, () -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is kept now");
    }
}

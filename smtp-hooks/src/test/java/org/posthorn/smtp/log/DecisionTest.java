// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecisionTest {

    @Test
    void keepsOrdinaryText() {
        assertThat(Decision.sanitised("alice+tag@example.test")).isEqualTo("alice+tag@example.test");
    }

    @Test
    void letsNoValueEndItsLineOrLookLikeAnotherKey() {
        assertThat(Decision.sanitised("x\r\ncheck=auth result=accept"))
                .isEqualTo("x\\u000d\\u000acheck=auth_result=accept");
        assertThat(Decision.sanitised("\0\u001b[31m\u2028\u202e")).isEqualTo("\\u0000\\u001b[31m\\u2028\\u202e");
    }

    @Test
    void cutsLongText() {
        assertThat(Decision.sanitised("x".repeat(10_000))).isEqualTo("x".repeat(200) + "...");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFilterTest {

    private final TokenFilter filter = new TokenFilter("right-token");

    @Test
    void rightTokenPasses() {
        assertThat(filter.accepts("Bearer right-token")).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "right-token",
                "Basic right-token",
                "Bearer right-toke",
                "Bearer right-tokens"
            })
    void everythingElseIsRefused(String authorization) {
        assertThat(filter.accepts(authorization)).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    private static final List<String> KNOWN = List.of("bind", "connectionLimit", "connectionLimitPerIP");

    @Test
    void nearestNameIsSuggested() {
        assertThat(Suggestion.sentence("conectionLimit", KNOWN)).isEqualTo("; did you mean 'connectionLimit'?");
    }

    @Test
    void wrongCaseIsNear() {
        assertThat(Suggestion.nearest("BIND", KNOWN)).contains("bind");
    }

    @Test
    void farNameIsNotSuggested() {
        assertThat(Suggestion.sentence("timeout", KNOWN)).isEmpty();
    }

    @Test
    void nameIsNeverSuggestedForItself() {
        assertThat(Suggestion.nearest("bind", List.of("bind"))).isEmpty();
    }
}

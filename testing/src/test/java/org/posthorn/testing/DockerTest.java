// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerTest {
    private static final Map<String, String> NOWHERE = Map.of("DOCKER_HOST", "tcp://127.0.0.1:9");

    @Test
    void anEngineThatDoesNotAnswerIsAFailureAndNoException() {
        Docker.Outcome outcome = Docker.outcome(Duration.ofSeconds(20), NOWHERE, "info");

        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.output()).isNotBlank();
    }

    @Test
    void anEngineThatTakesConnectionsAndSaysNothingIsAFailureAfterTheLimit() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            Map<String, String> there = Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + silent.getLocalPort());

            assertThat(Docker.outcome(Duration.ofSeconds(1), there, "info").succeeded())
                    .isFalse();
        }
    }

    @Test
    void aCommandThatHasToSucceedAndDoesNotIsNamed() {
        assertThatThrownBy(() -> Docker.run(NOWHERE, "no-such-command")).hasMessageContaining("docker no-such-command");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.Poll;

/** What becomes of sessions whose account lets the user in no more. */
class RevokedSessionTest {

    private static final String ALICE = "alice@example.test";

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theClientIsToldAndDisconnected() throws Exception {
        try (Client client = Client.loggedIn(server.address, ALICE)) {
            server.sessions.check(ALICE);
            assertThat(client.ask("NOOP")).isEqualTo("OK \"NOOP completed.\"");

            server.accounts.revoked = true;
            server.sessions.check(ALICE);
            assertThat(client.line()).isEqualTo("BYE \"Your account has changed. Log in again.\"");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void whoIsLoggedInNoMoreIsNotLookedAt() throws Exception {
        try (Client client = Client.loggedIn(server.address, ALICE)) {
            assertThat(client.ask("UNAUTHENTICATE")).startsWith("OK");
            server.accounts.revoked = true;
            server.sessions.check(ALICE);
            assertThat(client.ask("NOOP")).startsWith("OK");
        }
        assertThat(server.accounts.reviews).hasValue(0);
    }

    @Test
    void whoHasGoneIsNotLookedAt() throws Exception {
        try (Client client = Client.loggedIn(server.address, ALICE)) {
            assertThat(client.ask("NOOP")).startsWith("OK");
        }
        assertThat(Poll.until(Duration.ofSeconds(30), () -> {
                    int before = server.accounts.reviews.get();
                    server.sessions.check(ALICE);
                    return server.accounts.reviews.get() == before;
                }))
                .isTrue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.PosthornServer.Outcome;
import org.posthorn.testing.PosthornServer.Port;

/** What is wrong with the configuration is told at start, all of it at once. */
class ConfigurationIT {

    @Test
    void allProblemsAreReportedAtOnceWithTheLikelyIntention() {
        Outcome outcome = upWith(Map.of(
                "POSTHORN_IMAP_PORT", "993",
                "POSTHORN_SMTP_PORT", "smtp",
                "POSTHORN_TLS_CERT", "/no/such/file.pem",
                "POSTHORN_HOSTNAME", ""));

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.output())
                .contains("POSTHORN_IMAP_PORT", "POSTHORN_IMAPS_PORT")
                .contains("POSTHORN_SMTP_PORT", "smtp")
                .contains("/no/such/file.pem")
                .contains("POSTHORN_HOSTNAME");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        Stack stack = Stack.shared();

        Outcome outcome = upWith(Map.of("POSTHORN_IMAPS_PORT", Integer.toString(stack.port(Port.IMAPS))));

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.output()).contains(Integer.toString(stack.port(Port.IMAPS)));
    }

    private static Outcome upWith(Map<String, String> settings) {
        Stack stack = Stack.shared();
        try (PosthornServer server = new PosthornServer().database(stack.mariaDb(), stack.database())) {
            settings.forEach(server::set);
            return server.run("", "up");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.TestServer;

class ConnectionTest {

    @Test
    void closesConnectionsOverTheLimit() throws Exception {
        try (TestServer server = new TestServer("<connectionLimit>1</connectionLimit>");
                SmtpClient first = server.smtp()) {
            assertThatThrownBy(server::smtp).isInstanceOf(AssertionError.class);
            first.expect("NOOP", "250");
        }
    }

    @Test
    void closesAConnectionThatIsSilentForTooLong() throws Exception {
        try (TestServer server = new TestServer("<connectiontimeout>1</connectiontimeout>");
                SmtpClient client = server.smtp()) {
            assertThat(client.closedByServer()).isTrue();
        }
    }

    @Test
    void believesAProxyWhereOneIsRequired() throws Exception {
        try (TestServer server = new TestServer("<proxyRequired>true</proxyRequired>");
                SmtpClient client = server.smtp()) {
            client.raw("PROXY TCP4 192.0.2.1 127.0.0.1 4711 25\r\n");
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250");
            client.expect("RCPT TO:<alice@example.test>", "250");
            client.expect("DATA", "354");
            client.expect("a: b\r\n\r\n.", "250");
            assertThat(server.spool.mail().text()).contains("([192.0.2.1])");
        }
    }
}

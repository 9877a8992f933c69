// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.sender;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.smtp.testing.FakeAccounts;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.WithServer;

class CheckSenderTest extends WithServer {

    @ParameterizedTest
    @ValueSource(strings = {"<alice@example.test>", "<sales@example.test>", "<>"})
    void takesAnOwnAddressAndTheNullSender(String path) throws Exception {
        try (SmtpClient client = server.loggedIn(FakeAccounts.ALICE)) {
            client.expect("MAIL FROM:" + path, "250 2.1.0");
            client.expect("RCPT TO:<bob@example.test>", "250 2.1.5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@example.test", "x@outside.test"})
    void refusesSomebodyElsesAddress(String address) throws Exception {
        try (SmtpClient client = server.loggedIn(FakeAccounts.ALICE)) {
            client.expect(
                    "MAIL FROM:<" + address + ">",
                    "553 5.7.1 <" + address + ">: Sender address rejected: not owned by user alice@example.test");
            client.expect("RCPT TO:<bob@example.test>", "503 5.5.1 Error: need MAIL command");
            client.expect("MAIL FROM:<alice@example.test>", "250 2.1.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<alice@example.test>", "<sales@example.test>", "<>"})
    void stopsAUserWhoIsSwitchedOffWhileLoggedIn(String path) throws Exception {
        try (SmtpClient client = server.loggedIn(FakeAccounts.ALICE)) {
            client.expect("MAIL FROM:<alice@example.test>", "250 2.1.0");
            client.expect("RSET", "250");
            server.accounts.switchedOff(true);
            client.expect("MAIL FROM:" + path, "550 5.7.1 Sender rejected: user alice@example.test may no longer send");
            client.expect("RCPT TO:<bob@example.test>", "503 5.5.1 Error: need MAIL command");
        }
    }

    @Test
    void saysLaterWhileTheDatabaseIsDown() throws Exception {
        try (SmtpClient client = server.loggedIn(FakeAccounts.ALICE)) {
            server.accounts.down(true);
            client.expect("MAIL FROM:<alice@example.test>", "451 4.3.0");
            server.accounts.down(false);
            client.expect("MAIL FROM:<alice@example.test>", "250 2.1.0");
        }
    }
}

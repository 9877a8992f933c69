// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.WithServer;

class BadInputTest extends WithServer {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT TO:<alice@example.test\0>",
                "RCPT TO:<al\0ice@example.test>",
                "RCPT TO:<alice\r@example.test>",
                "RCPT TO:<alice\u001b[31m@example.test>",
                "\0",
                "",
                "   ",
                "EHLO x\0y"
            })
    void refusesControlCharactersAndEmptyLines(String command) throws Exception {
        int before = server.accounts.questions().size();
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250");
            client.expect(command, "500 5.5.2 Error: bad syntax");
            client.expect("NOOP", "250");
        }
        assertThat(server.accounts.questions()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE mailbox; --@example.test",
                "\"'; DROP TABLE mailbox; --\"@example.test",
                "alice'--@example.test",
                "%@example.test",
                "_____@example.test",
                "*@example.test",
                "$(id)@example.test",
                "${env:HOME}@example.test",
                "../../etc/passwd@example.test"
            })
    void refusesFragmentsOfOtherLanguagesForGood(String address) throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250");
            assertThat(client.send("RCPT TO:<" + address + ">")).startsWith("5");
            client.expect("RCPT TO:<alice@example.test>", "250");
        }
    }

    @Test
    void refusesALongLineAndKeepsTheSession() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            client.expect("MAIL FROM:<" + "x".repeat(10_000) + "@outside.test>", "500 5.5.2 Error: line too long");
            client.expect("MAIL FROM:<" + "x".repeat(5_000_000) + "@outside.test>", "500 5.5.2 Error: line too long");
            client.expect("MAIL FROM:<" + "x".repeat(1_000) + "@outside.test>", "501 5.1.7");
            client.expect("MAIL FROM:<x@outside.test>", "250");
        }
    }

    @Test
    void echoesNothingThatIsNotPlainText() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO client.outside.test", "250");
            assertThat(client.send("MAIL FROM:<x@outside.test> F\u00f6\u00f6=\u00ff"))
                    .isEqualTo("555 5.5.4 Unsupported option: F??=?");
        }
    }

    @Test
    void writesAForgedClientNameHarmlesslyIntoTheTrace() throws Exception {
        try (SmtpClient client = server.smtp()) {
            client.expect("EHLO evil) by mail.example.test (\u00e4", "250");
            client.expect("MAIL FROM:<x@outside.test>", "250");
            client.expect("RCPT TO:<alice@example.test>", "250");
            client.expect("DATA", "354");
            client.expect("a: b\r\n\r\n.", "250");
        }
        assertThat(server.spool.mail().text()).startsWith("Received: from evil??by?mail.example.test???");
    }
}

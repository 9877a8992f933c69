// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.WithServer;

class ThreadsTest extends WithServer {

    @Test
    void asksTheDatabaseOnCommandThreadsOnly() throws Exception {
        server.withRecipient().close();
        assertThat(server.accounts.questions()).isNotEmpty().allMatch(question -> question.contains("-command-"));
    }

    /** The server of the test has one I/O thread and four command threads. */
    @Test
    void aSessionThatWaitsHoldsUpNoOther() throws Exception {
        try (SmtpClient slow = server.withRecipient()) {
            slow.raw("RCPT TO:<slow@example.test>\r\nRCPT TO:<bob@example.test>\r\nNOOP\r\n");
            await(server.accounts::hasSlowQuestion);
            List<SmtpClient> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(server.withRecipient());
            }
            for (SmtpClient other : others) {
                other.expect("DATA", "354");
                other.expect("a: b\r\n\r\n.", "250 2.0.0");
                other.close();
            }
            server.accounts.answerSlowQuestion();
            slow.expectReply("250 2.1.5");
            slow.expectReply("250 2.1.5");
            slow.expectReply("250 2.0.0");
        }
        assertThat(server.spool.mails()).hasSize(20);
    }

    @Test
    void readsNoFurtherThanCommandsAreDone() throws Exception {
        try (SmtpClient slow = server.withRecipient()) {
            slow.raw("RCPT TO:<slow@example.test>\r\n");
            await(server.accounts::hasSlowQuestion);
            Thread writer = new Thread(() -> writeMuch(slow));
            writer.start();
            await(() -> writer.getState() == Thread.State.RUNNABLE || !writer.isAlive());
            server.accounts.answerSlowQuestion();
            slow.expectReply("250 2.1.5");
            for (int i = 0; i < 50_000; i++) {
                slow.expectReply("250 2.0.0");
            }
            writer.join(10_000);
            assertThat(writer.isAlive()).isFalse();
        }
    }

    private static void writeMuch(SmtpClient client) {
        try {
            client.raw("NOOP\r\n".repeat(50_000));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(5);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.testing.FakeAccounts;
import org.posthorn.smtp.testing.SmtpClient;
import org.posthorn.smtp.testing.WithServer;
import org.slf4j.LoggerFactory;

/** What an administrator finds in the log, with everything of ours and of James's switched on. */
class LogLinesTest extends WithServer {

    private final Logger ours = (Logger) LoggerFactory.getLogger("org.posthorn");
    private final Logger james = (Logger) LoggerFactory.getLogger("org.apache.james");
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        lines.texts.clear();
        lines.start();
        for (Logger logger : List.of(ours, james)) {
            logger.setLevel(Level.DEBUG);
            logger.setAdditive(false);
            logger.addAppender(lines);
        }
    }

    @AfterEach
    void stopListening() {
        for (Logger logger : List.of(ours, james)) {
            logger.detachAppender(lines);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }

    @Test
    void holdsOneLineForEachDecision() throws Exception {
        try (SmtpClient client = server.withRecipient()) {
            client.expect("RCPT TO:<nobody@example.test>", "550");
            client.expect("RCPT TO:<y@elsewhere.test>", "554");
            client.expect("DATA", "354");
            client.expect("Message-ID: <a@b>\r\n\r\n.", "250");
        }
        String session = "client=127\\.0\\.0\\.1 session=[0-9a-f]+ ";
        assertThat(decisions())
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("check=recipient result=accept " + session
                                        + "from=<x@outside\\.test> to=<alice@example\\.test> reason=local"),
                        line -> assertThat(line)
                                .matches("check=recipient result=reject " + session
                                        + "from=<x@outside\\.test> to=<nobody@example\\.test> reason=unknown code=550"),
                        line -> assertThat(line)
                                .matches("check=recipient result=reject " + session
                                        + "from=<x@outside\\.test> to=<y@elsewhere\\.test> reason=foreign code=554"),
                        line -> assertThat(line)
                                .matches("mail=" + server.spool.mail().name() + " check=spool result=accept " + session
                                        + "from=<x@outside\\.test> recipients=1 message-id=<a@b>"));
    }

    @Test
    void holdsNoPassword() throws Exception {
        String good = SmtpClient.plain(FakeAccounts.ALICE, FakeAccounts.PASSWORD);
        String wrong = SmtpClient.plain(FakeAccounts.ALICE, "Wrong-Pw12");
        try (SmtpClient client = server.submissionTls()) {
            client.expect("AUTH PLAIN " + wrong, "535");
            client.expect("AUTH LOGIN", "334");
            client.expect(SmtpClient.base64(FakeAccounts.ALICE), "334");
            client.expect(SmtpClient.base64("Wrong-Pw12"), "535");
            client.expect("AUTH PLAIN " + good, "235");
        }
        assertThat(decisions())
                .filteredOn(line -> line.startsWith("check=auth "))
                .hasSize(3);
        assertThat(lines.texts)
                .noneMatch(line -> line.contains(FakeAccounts.PASSWORD)
                        || line.contains("Wrong-Pw12")
                        || line.contains(good)
                        || line.contains(wrong)
                        || line.contains(SmtpClient.base64("Wrong-Pw12")));
    }

    private List<String> decisions() {
        return lines.texts.stream().filter(line -> line.contains("check=")).toList();
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            texts.add(event.getFormattedMessage());
        }
    }
}

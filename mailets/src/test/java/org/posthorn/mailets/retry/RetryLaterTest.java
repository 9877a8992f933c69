// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.mail.MessagingException;
import org.apache.james.mailetcontainer.impl.ProcessorUtil;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import org.posthorn.spool.queue.SpoolAttributes;
import org.slf4j.helpers.NOPLogger;

class RetryLaterTest {

    private final FakeMailContext context = FakeMailContext.defaultContext();
    private final SteppingClock clock = new SteppingClock();

    @Test
    void waitsLongerAfterEachFailureAndThenHourly() throws Exception {
        assertThat(delaysOf(9, FakeMailetConfig.builder()))
                .containsExactly(60L, 120L, 300L, 600L, 1200L, 1800L, 3600L, 3600L, 3600L);
    }

    @Test
    void sendsTheMailToTheProcessorWhereItGoesOn() throws Exception {
        FakeMail mail = failedMail();

        mailet(FakeMailetConfig.builder().setProperty("resume", "store")).service(mail);

        SentMail waiting = context.getSentMails().get(0);
        assertThat(waiting.getState()).isEqualTo("store");
        assertThat(waiting.getDelay()).hasValueSatisfying(delay -> {
            assertThat(delay.getTimeUnit()).isEqualTo(TimeUnit.SECONDS);
            assertThat(delay.getDuration()).isEqualTo(60);
        });
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    void givesUpWhenPatienceIsAtAnEndAndTellsTheSender() throws Exception {
        RetryLater mailet = mailet(FakeMailetConfig.builder());
        FakeMail mail = failedMail();
        mailet.service(mail);
        clock.advance(Duration.ofDays(5));

        mailet.service(mail);

        assertThat(context.getSentMails()).hasSize(1);
        assertThat(mail.getState()).isEqualTo("undeliverable");
        assertThat(mail.getAttribute(AttributeName.of("delivery-error")))
                .hasValueSatisfying(
                        error -> assertThat(error.getValue().value().toString()).startsWith("550 5.4.7 "));
    }

    @Test
    void neverGivesUpWithinHours() throws Exception {
        RetryLater mailet = mailet(FakeMailetConfig.builder());
        FakeMail mail = failedMail();
        Instant end = clock.instant().plus(Duration.ofHours(4));
        while (clock.instant().isBefore(end)) {
            mailet.service(mail);

            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
            SentMail waiting = context.getSentMails().get(context.getSentMails().size() - 1);
            assertThat(waiting.getState()).isEqualTo(Mail.DEFAULT);
            clock.advance(Duration.ofSeconds(waiting.getDelay().orElseThrow().getDuration()));
        }
        assertThat(context.getSentMails()).hasSize(9);
    }

    @Test
    void remembersWhetherTheMailWasMadeHereBeforeItHadToWait() throws Exception {
        AttributeName madeHere = AttributeName.of("org.posthorn.retry.made-here");
        RetryLater mailet = mailet(FakeMailetConfig.builder());
        FakeMail clients = failedMail();
        FakeMail ours = failedMail();
        ours.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);

        mailet.service(clients);
        clients.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
        mailet.service(clients);
        mailet.service(ours);

        assertThat(clients.getAttribute(madeHere).orElseThrow().getValue().value())
                .isEqualTo(false);
        assertThat(ours.getAttribute(madeHere).orElseThrow().getValue().value()).isEqualTo(true);
    }

    @Test
    void keepsWhatHappenedAndWhatLiesBehindItButNotTheException() throws Exception {
        FakeMail mail = failedMail();
        Exception failure = new MessagingException(
                "the database does not answer", new IOException("no connection", new ConnectException("refused")));
        ProcessorUtil.handleException(failure, mail, "a matcher", Mail.ERROR, NOPLogger.NOP_LOGGER);

        mailet(FakeMailetConfig.builder()).service(mail);

        assertThat(SpoolAttributes.lastError(mail))
                .isEqualTo("Exception calling a matcher: the database does not answer"
                        + " <- java.net.ConnectException: refused");
        assertThat(mail.getAttribute(Mail.MAILET_ERROR)).isEmpty();
    }

    @Test
    void takesScheduleAndPatienceFromItsParameters() throws Exception {
        FakeMailetConfig.Builder config =
                FakeMailetConfig.builder().setProperty("delays", "1s, 2s").setProperty("patience", "1m");

        assertThat(delaysOf(3, config)).containsExactly(1L, 2L, 2L);
    }

    @Test
    void refusesAScheduleThatIsNone() {
        assertThatThrownBy(() -> mailet(FakeMailetConfig.builder().setProperty("delays", "1m, soon")))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("'soon'");
        assertThatThrownBy(() -> mailet(FakeMailetConfig.builder().setProperty("delays", "0s")))
                .isInstanceOf(MessagingException.class);
        assertThatThrownBy(() -> mailet(FakeMailetConfig.builder().setProperty("patience", "5 days")))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("'5 days'");
    }

    @Test
    void refusesAParameterItDoesNotKnow() {
        assertThatThrownBy(() -> mailet(FakeMailetConfig.builder().setProperty("delay", "1m")))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("[delay]");
    }

    private List<Long> delaysOf(int failures, FakeMailetConfig.Builder config) throws MessagingException {
        RetryLater mailet = mailet(config);
        FakeMail mail = failedMail();
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            mailet.service(mail);
            long delay = context.getSentMails().get(i).getDelay().orElseThrow().getDuration();
            delays.add(delay);
            clock.advance(Duration.ofSeconds(delay));
        }
        return delays;
    }

    private RetryLater mailet(FakeMailetConfig.Builder config) throws MessagingException {
        RetryLater mailet = new RetryLater(clock);
        mailet.init(config.mailetName("RetryLater").mailetContext(context).build());
        return mailet;
    }

    private static FakeMail failedMail() throws MessagingException {
        FakeMail mail = FakeMail.builder()
                .name("m1")
                .sender("x@outside.test")
                .recipient("alice@example.test")
                .state(Mail.ERROR)
                .build();
        mail.setErrorMessage("java.lang.IllegalStateException: down\n\tat somewhere");
        return mail;
    }

    private static final class SteppingClock extends Clock {
        private Instant now = Instant.EPOCH;

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}

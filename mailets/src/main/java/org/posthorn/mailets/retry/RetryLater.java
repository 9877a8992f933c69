// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.retry;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.posthorn.mailets.Parameters;
import org.posthorn.postfixadmin.LogText;
import org.posthorn.spool.RetrySchedule;
import org.posthorn.spool.queue.SpoolAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a mail in the spool that a fault has stopped, and sends it through its station again later.
 *
 * <h2>Parameters</h2>
 * {@code resume} (default {@code root}): the processor where the mail goes on.
 * {@code delays} (default {@code 1m, 2m, 5m, 10m, 20m, 30m, 1h}): the waits before each retry; the last one repeats.
 * {@code patience} (default {@code 5d}): how long after the first failure to give up.
 * {@code exhausted} (default {@code undeliverable}): the processor for a mail that is given up.
 *
 * <h2>Reads</h2>
 * the attributes that it wrote at the last failure, and the mail's error message for the log.
 *
 * <h2>Writes</h2>
 * the attributes {@link SpoolAttributes#FAILURES}, {@link SpoolAttributes#LAST_ERROR}, {@code org.posthorn.retry.since}
 * (milliseconds of the epoch) and {@code org.posthorn.retry.made-here}, which tells the matchers whether a mailet had made
 * the mail; when it gives up, {@code delivery-error}.
 *
 * <h2>Failure</h2>
 * if the spool does not take the mail back, the mailet throws, and the spool keeps the mail by its own means; in the
 * processor {@code error} that needs {@code onMailetException} to be {@code propagate}.
 *
 * <h2>Limits</h2>
 * a fault that never ends keeps the mail until patience is at an end; then the sender is told.
 */
public final class RetryLater extends GenericMailet {

    private static final Logger LOGGER = LoggerFactory.getLogger(RetryLater.class);

    private static final String DEFAULT_PATIENCE = "5d";
    private static final String CAUSED_BY = "Caused by: ";
    private static final AttributeName SINCE = AttributeName.of("org.posthorn.retry.since");
    private static final AttributeName MADE_HERE = AttributeName.of("org.posthorn.retry.made-here");
    private static final Attribute EXPIRED =
            new Attribute(AttributeName.of("delivery-error"), AttributeValue.of("550 5.4.7 Delivery time expired"));

    private final Clock clock;
    private String resume = Mail.DEFAULT;
    private String exhausted = "undeliverable";
    private RetrySchedule schedule = RetrySchedule.DEFAULT;
    private Duration patience = RetrySchedule.duration(DEFAULT_PATIENCE);

    @Inject
    public RetryLater(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void init() throws MessagingException {
        Parameters parameters = Parameters.of(getMailetConfig(), Set.of("resume", "delays", "patience", "exhausted"));
        resume = parameters.get("resume").orElse(resume);
        exhausted = parameters.get("exhausted").orElse(exhausted);
        try {
            schedule = RetrySchedule.parse(parameters.get("delays").orElse(RetrySchedule.DEFAULT_DELAYS));
            patience = RetrySchedule.duration(parameters.get("patience").orElse(DEFAULT_PATIENCE));
        } catch (IllegalArgumentException e) {
            throw new MessagingException("RetryLater: " + e.getMessage(), e);
        }
    }

    @Override
    public String getMailetInfo() {
        return "RetryLater";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        long now = clock.millis();
        long since = read(mail, SINCE, Long.class).orElse(now);
        String cause = cause(mail);
        SpoolAttributes.recordFailure(mail, cause);
        // the exception itself, which no spool can keep
        mail.removeAttribute(Mail.MAILET_ERROR);
        int failures = SpoolAttributes.failures(mail);
        if (now - since >= patience.toMillis()) {
            giveUp(mail, failures, cause);
            return;
        }
        mail.setAttribute(new Attribute(SINCE, AttributeValue.of(since)));
        rememberOrigin(mail);
        Duration delay = schedule.after(failures);
        LOGGER.warn(
                "mail={} state={} result=deferred failures={} retry-in={}s cause={}",
                mail.getName(),
                mail.getState(),
                failures,
                delay.toSeconds(),
                cause);
        getMailetContext().sendMail(mail, resume, delay.toSeconds(), TimeUnit.SECONDS);
        mail.setState(Mail.GHOST);
    }

    /** Sending the mail to the spool marks it as made here; what it was before decides whether filters may act on it. */
    private static void rememberOrigin(Mail mail) {
        if (mail.getAttribute(MADE_HERE).isEmpty()) {
            boolean madeHere =
                    mail.getAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE.getName()).isPresent();
            mail.setAttribute(new Attribute(MADE_HERE, AttributeValue.of(madeHere)));
        }
    }

    private void giveUp(Mail mail, int failures, String cause) {
        LOGGER.error(
                "mail={} state={} result=expired failures={} cause={}; the sender is told",
                mail.getName(),
                mail.getState(),
                failures,
                cause);
        mail.removeAttribute(SpoolAttributes.FAILURES);
        mail.removeAttribute(SpoolAttributes.LAST_ERROR);
        mail.removeAttribute(SINCE);
        mail.setAttribute(EXPIRED);
        mail.setState(exhausted);
    }

    private static <T> Optional<T> read(Mail mail, AttributeName name, Class<T> type) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, type);
    }

    /** The first line of James's account of the failure, and its innermost cause where one is named. */
    private static String cause(Mail mail) {
        List<String> lines = Optional.ofNullable(mail.getErrorMessage())
                .orElse("unknown")
                .lines()
                .toList();
        String first = lines.isEmpty() ? "unknown" : lines.get(0);
        return LogText.of(first)
                + lines.stream()
                        .filter(line -> line.startsWith(CAUSED_BY))
                        .reduce((outer, inner) -> inner)
                        .map(line -> " <- " + LogText.of(line.substring(CAUSED_BY.length())))
                        .orElse("");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.posthorn.mailets.Parameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the sender that a mail could not be delivered, with a delivery status notification (RFC 3464), and ends the mail.
 *
 * <h2>Parameters</h2>
 * {@code hostname} (required): this server's name, for {@code Reporting-MTA} and the author's address.
 *
 * <h2>Reads</h2>
 * the attributes {@code delivery-error} (the reply, such as {@code 552 5.2.2 Quota exceeded}), {@code delivery-error-code}
 * and {@code is-delivery-permanent-error}, which {@code RemoteDelivery}, {@code ExpandAliases}, {@code RetryLater} and
 * {@code SetMailAttribute} leave; without them the mail's error message, if that is an SMTP reply. The first
 * {@code Received} field, for the date of arrival. The message, which is returned whole up to 50000 bytes, else its header.
 *
 * <h2>Writes</h2>
 * a mail from the null sender to the sender, which begins at {@code root} as any other does. The undelivered mail goes no
 * further. The null sender gets no notification, nor does the author of our own.
 *
 * <h2>Failure</h2>
 * when the message cannot be read, or the spool does not take the notification, the mailet throws and the mail waits.
 *
 * <h2>Limits</h2>
 * letters outside ASCII in addresses and replies become question marks. James keeps one reply for all the recipients that a
 * server refused together, and never that server's name: no {@code Remote-MTA} is written. A forged sender is told as well.
 */
public final class ReturnToSender extends GenericMailet {

    private static final Logger LOGGER = LoggerFactory.getLogger(ReturnToSender.class);

    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final int LOGGED = 200;

    private final Clock clock;
    private String hostname = "localhost";

    @Inject
    public ReturnToSender(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void init() throws MessagingException {
        Parameters parameters = Parameters.of(getMailetConfig(), Set.of("hostname"));
        hostname = parameters
                .get("hostname")
                .filter(HOSTNAME.asMatchPredicate())
                .orElseThrow(() -> new MessagingException(
                        "ReturnToSender needs the parameter hostname: this server's name, such as mail.example.org"));
    }

    @Override
    public String getMailetInfo() {
        return "ReturnToSender";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Optional<String> reason = reasonForSilence(mail);
        if (reason.isPresent()) {
            LOGGER.info(
                    "mail={} from=<{}> to=<{}> check=bounce result=dropped reason={}",
                    logged(mail.getName()),
                    logged(mail.getMaybeSender().asString("")),
                    logged(mail.getRecipients().stream()
                            .map(MailAddress::asString)
                            .collect(Collectors.joining(">,<"))),
                    reason.get());
        } else {
            tell(mail);
        }
        mail.setState(Mail.GHOST);
    }

    private void tell(Mail mail) throws MessagingException {
        UndeliveredMail undelivered = UndeliveredMail.of(mail);
        String postmaster = Line.clean(getMailetContext().getPostmaster().asString());
        getMailetContext()
                .sendMail(
                        MailAddress.nullSender(),
                        List.copyOf(mail.getMaybeSender().asList()),
                        new Notification(hostname, postmaster, clock).about(undelivered),
                        Mail.DEFAULT);
        for (FailedRecipient failed : undelivered.recipients()) {
            LOGGER.info(
                    "mail={} from=<{}> to=<{}> check=bounce result=sent status={}",
                    logged(undelivered.name()),
                    logged(undelivered.sender()),
                    logged(failed.address()),
                    failed.error().status());
        }
    }

    private Optional<String> reasonForSilence(Mail mail) {
        if (mail.getMaybeSender().isNullSender()) {
            return Optional.of("null-sender");
        }
        if (mail.getMaybeSender().asString("").equalsIgnoreCase(Notification.author(hostname))) {
            return Optional.of("own-notification");
        }
        return mail.getRecipients().isEmpty() ? Optional.of("no-recipients") : Optional.empty();
    }

    private static String logged(String text) {
        return Line.clean(text, LOGGED);
    }
}

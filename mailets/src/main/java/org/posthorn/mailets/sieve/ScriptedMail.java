// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.sieve;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.transport.mailets.jsieve.ActionDispatcher;
import org.apache.james.transport.mailets.jsieve.Poster;
import org.apache.james.transport.mailets.jsieve.SieveMailAdapter;
import org.apache.jsieve.exception.SieveException;
import org.apache.jsieve.mail.Action;
import org.apache.jsieve.mail.optional.ActionVacation;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.apache.mailet.StorageDirective;
import org.posthorn.mailbox.script.ActiveScript;

/**
 * A mail as the script of one of its recipients sees it, and what the script does with it.
 *
 * <p>All of the script's actions are done, or the mail is as it was; but for what was sent by then. The recipient leaves the
 * mail only when no action stores it: a script that redirects and keeps does both.
 */
final class ScriptedMail extends SieveMailAdapter {

    /**
     * James's marks against loops, by which a script could not redirect to two addresses. Mail that scripts have sent goes
     * past all scripts here, which ends loops.
     */
    private static final List<AttributeName> LOOP_MARKS = List.of(
            AttributeName.of("org.apache.james.transport.mailets.jsieve.redirect"),
            AttributeName.of("org.apache.james.transport.mailets.jsieve.reject"));

    private static final Poster NOBODY = (url, mail) -> {
        throw new MessagingException("nothing is posted past the mail: " + url);
    };

    private final ActionDispatcher dispatcher;
    private Optional<String> folder = Optional.empty();

    ScriptedMail(
            Mail mail, MailAddress recipient, ActiveScript script, MailetContext context, ActionDispatcher dispatcher) {
        super(
                mail,
                context,
                dispatcher,
                NOBODY,
                script.since().atZone(ZoneOffset.UTC),
                ZonedDateTime.now(ZoneOffset.UTC),
                recipient);
        this.dispatcher = dispatcher;
    }

    @Override
    public void executeActions() throws SieveException {
        Mail mail = getMail();
        List<MailAddress> before = List.copyOf(mail.getRecipients());
        boolean stays = true;
        try {
            for (Action action : getActions()) {
                if (isAnswerToNobody(action)) {
                    continue;
                }
                dispatcher.execute(action, mail, this);
                LOOP_MARKS.forEach(mail::removeAttribute);
            }
            stays = folder.isPresent() || mail.getRecipients().contains(getRecipient());
        } catch (MessagingException e) {
            throw new SieveException(e);
        } finally {
            LOOP_MARKS.forEach(mail::removeAttribute);
            if (stays) {
                mail.setRecipients(before);
            }
        }
        folder.ifPresent(chosen -> StorageDirective.builder()
                .targetFolder(chosen)
                .build()
                .encodeAsAttributes(Username.of(getRecipient().asString()))
                .forEach(mail::setAttribute));
    }

    /** A vacation is not told to the null sender (RFC 5230 section 4.5); James's action would fail of it. */
    private boolean isAnswerToNobody(Action action) {
        return action instanceof ActionVacation && getMail().getMaybeSender().isNullSender();
    }

    /** Takes the folder of {@code keep} and {@code fileinto}, which James's actions give as a URL; the last one counts. */
    @Override
    public void post(String url, Mail mail) throws MessagingException {
        String mailbox = "mailbox://" + getRecipient().asString();
        if (!url.startsWith(mailbox + "/")) {
            throw new MessagingException(
                    url + " is no folder of " + getRecipient().asString());
        }
        folder = Optional.of(url.substring(mailbox.length()));
    }

    @Override
    public void post(Mail mail) {
        try {
            super.post(mail);
        } catch (MessagingException e) {
            throw new SpoolRefusal(e);
        }
    }

    /** The recipient whose script it is, and not whoever comes first in the mail. */
    @Override
    public String getEnvelopeTo() {
        return getRecipient().asString();
    }

    /** The actions by their names in the script, such as {@code redirect,keep}. */
    String actions() {
        return getActions().stream()
                .map(action -> action.getClass().getSimpleName().replaceFirst("^Action", ""))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}

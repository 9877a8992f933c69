// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.imap.login.LoginResult;
import org.posthorn.imap.login.MailLogin;
import org.posthorn.mailbox.MailboxSessions;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Service;
import org.posthorn.postfixadmin.session.OpenSession;
import org.posthorn.postfixadmin.session.OpenSessions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Logs a user in to IMAP and answers the command that asked for it.
 *
 * <p>Answers as RFC 5530 has them: {@code NO [AUTHENTICATIONFAILED]} after two seconds, {@code NO [UNAVAILABLE]} at once.
 * The check runs on Reactor's elastic threads; a refusal that is held back holds no thread. The third refusal on a
 * connection ends it.
 */
public final class ImapLogin {

    private static final String REFUSALS = "org.posthorn.imap.refusals";
    private static final int MOST_REFUSALS = 3;
    private static final HumanReadableText FAILED =
            new HumanReadableText("org.posthorn.imap.failed", "[AUTHENTICATIONFAILED] Authentication failed.");
    private static final HumanReadableText UNAVAILABLE = new HumanReadableText(
            "org.posthorn.imap.unavailable", "[UNAVAILABLE] Accounts cannot be checked now, try again later.");
    private static final HumanReadableText TOO_MANY =
            new HumanReadableText("org.posthorn.imap.toomany", "Too many failed logins.");

    private final MailLogin login;
    private final MailboxManager mailboxes;
    private final DefaultFolders folders;
    private final OpenSessions sessions;
    private final StatusResponseFactory responses;

    @Inject
    public ImapLogin(
            MailLogin login,
            MailboxManager mailboxes,
            DefaultFolders folders,
            OpenSessions sessions,
            StatusResponseFactory responses) {
        this.login = login;
        this.mailboxes = mailboxes;
        this.folders = folders;
        this.sessions = sessions;
        this.responses = responses;
    }

    /** Checks name and password, opens the session for an accepted user, and answers the request. */
    Mono<Void> attempt(String name, String password, ImapRequest request, ImapSession session, Responder responder) {
        String client = CommandTurn.of(session).map(CommandTurn::client).orElse("unknown");
        return Mono.fromCallable(() -> login.check(name, password, Service.IMAP, client))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(result -> {
                    if (result instanceof LoginResult.Accepted accepted) {
                        return enter(accepted.admission(), request, session, responder);
                    }
                    if (result instanceof LoginResult.Unavailable) {
                        return answerNo(request, responder, UNAVAILABLE);
                    }
                    return refuse(request, session, responder);
                });
    }

    /** Answers a login that cannot be right, whoever asks, as if the password were wrong. */
    Mono<Void> refuse(ImapRequest request, ImapSession session, Responder responder) {
        return Mono.delay(MailLogin.REFUSAL_DELAY)
                .then(answerNo(request, responder, FAILED))
                .then(Mono.defer(() -> countRefusal(session, responder)));
    }

    private Mono<Void> enter(Admission admission, ImapRequest request, ImapSession session, Responder responder) {
        return Mono.fromCallable(() -> open(admission, session)).flatMap(opened -> {
            session.authenticated();
            session.setMailboxSession(opened);
            session.stopDetectingCommandInjection();
            responder.respond(responses.taggedOk(request.getTag(), request.getCommand(), HumanReadableText.COMPLETED));
            return Mono.empty();
        });
    }

    private MailboxSession open(Admission admission, ImapSession session) throws MailboxException {
        CommandTurn turn = CommandTurn.of(session).orElseThrow();
        OpenSession open = sessions.enter(admission, Service.IMAP, turn.client(), turn::dismiss);
        try {
            MailboxSession opened =
                    mailboxes.authenticate(Username.of(admission.username())).withoutDelegation();
            MailboxSessions.bind(opened, open);
            folders.provide(opened);
            turn.whenClosed(open::leave);
            return opened;
        } catch (MailboxException | RuntimeException e) {
            open.leave();
            throw e;
        }
    }

    private Mono<Void> answerNo(ImapRequest request, Responder responder, HumanReadableText text) {
        return Mono.fromRunnable(() -> responder.respond(responses.taggedNo(request.getTag(), null, text)));
    }

    private Mono<Void> countRefusal(ImapSession session, Responder responder) {
        int refusals = session.getAttribute(REFUSALS) instanceof Integer earlier ? earlier + 1 : 1;
        session.setAttribute(REFUSALS, refusals);
        if (refusals < MOST_REFUSALS) {
            return Mono.empty();
        }
        responder.respond(responses.bye(TOO_MANY));
        return session.logout();
    }
}

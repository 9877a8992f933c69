// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Named;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.pop3server.mailbox.MailboxAdapterFactory;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.pop3.POP3Response;
import org.apache.james.protocols.pop3.POP3Session;
import org.apache.james.protocols.pop3.mailbox.Mailbox;
import org.apache.james.protocols.pop3.mailbox.MessageMetaData;
import org.posthorn.imap.login.LoginResult;
import org.posthorn.imap.login.MailLogin;
import org.posthorn.mailbox.MailboxSessions;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Service;
import org.posthorn.postfixadmin.session.OpenSession;
import org.posthorn.postfixadmin.session.OpenSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Logs a user in to POP3 and opens his INBOX.
 *
 * <p>Answers as RFC 2449 and RFC 3206 have them: {@code -ERR [AUTH]} (which {@link RefusalDelay} holds back), {@code
 * -ERR [SYS/TEMP]} when accounts or mailbox cannot be reached. The third refusal on a connection ends it. Blocks: called
 * on the server's executor threads.
 */
public final class Pop3Login {

    private static final Logger LOGGER = LoggerFactory.getLogger(Pop3Login.class);
    private static final AttachmentKey<Integer> REFUSALS =
            AttachmentKey.of("org.posthorn.pop3.refusals", Integer.class);
    private static final int MOST_REFUSALS = 3;

    private final MailLogin login;
    private final MailboxManager mailboxes;
    private final MailboxAdapterFactory adapters;
    private final OpenSessions sessions;

    @Inject
    public Pop3Login(
            MailLogin login,
            @Named("mailboxmanager") MailboxManager mailboxes,
            MailboxAdapterFactory adapters,
            OpenSessions sessions) {
        this.login = login;
        this.mailboxes = mailboxes;
        this.adapters = adapters;
        this.sessions = sessions;
    }

    Response attempt(POP3Session session, String name, String password) {
        String client = session.getRemoteAddress().getAddress().getHostAddress();
        LoginResult result = login.check(name, password, Service.POP3, client);
        if (result instanceof LoginResult.Accepted accepted) {
            return enter(session, accepted.admission(), client);
        }
        return result instanceof LoginResult.Unavailable
                ? temporary(session, "Accounts cannot be checked now, try again later.")
                : refuse(session);
    }

    Response refuse(POP3Session session) {
        session.setHandlerState(POP3Session.AUTHENTICATION_READY);
        int refusals = session.getAttachment(REFUSALS, State.Connection).orElse(0) + 1;
        session.setAttachment(REFUSALS, refusals, State.Connection);
        POP3Response response =
                new POP3Response(POP3Response.ERR_RESPONSE, RefusalDelay.CODE + " Authentication failed.");
        response.setEndSession(refusals >= MOST_REFUSALS);
        return response;
    }

    private Response enter(POP3Session session, Admission admission, String client) {
        Username user = Username.of(admission.username());
        Pop3Connection connection =
                session.getAttachment(Pop3Connection.KEY, State.Connection).orElseThrow();
        OpenSession open = sessions.enter(admission, Service.POP3, client, connection::dismiss);
        connection.whenClosed(open::leave);
        try {
            Mailbox inbox = open(user, open);
            List<MessageMetaData> messages = inbox.getMessages();
            session.setUsername(user);
            session.setUserMailbox(inbox);
            session.setAttachment(POP3Session.UID_LIST, messages, State.Transaction);
            session.setAttachment(POP3Session.DELETED_UID_LIST, new ArrayList<>(), State.Transaction);
            session.setHandlerState(POP3Session.TRANSACTION);
            return new POP3Response(POP3Response.OK_RESPONSE, "Logged in.");
        } catch (MailboxException | IOException e) {
            open.leave();
            LOGGER.error("check=login service=pop3 user={} result=fault", user.asString(), e);
            return temporary(session, "Mailbox cannot be opened now, try again later.");
        }
    }

    private Mailbox open(Username user, OpenSession open) throws MailboxException {
        MailboxSession opened = mailboxes.authenticate(user).withoutDelegation();
        MailboxSessions.bind(opened, open);
        MailboxPath inbox = MailboxPath.inbox(opened);
        if (!Boolean.TRUE.equals(
                Mono.from(mailboxes.mailboxExists(inbox, opened)).block())) {
            create(inbox, opened);
        }
        return new ClassicUidlMailbox(adapters.create(mailboxes.getMailbox(inbox, opened), opened));
    }

    private void create(MailboxPath inbox, MailboxSession opened) throws MailboxException {
        try {
            mailboxes.createMailbox(inbox, MailboxManager.CreateOption.CREATE_SUBSCRIPTION, opened);
        } catch (MailboxExistsException e) {
            LOGGER.debug("another login or a delivery was faster", e);
        }
    }

    private static Response temporary(POP3Session session, String text) {
        session.setHandlerState(POP3Session.AUTHENTICATION_READY);
        return new POP3Response(POP3Response.ERR_RESPONSE, "[SYS/TEMP] " + text);
    }
}

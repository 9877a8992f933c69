// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.posthorn.mailbox.MailboxSessions;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Admissions.Revocation;
import org.posthorn.postfixadmin.Service;
import org.posthorn.postfixadmin.session.OpenSessions;

/** What a session that is over can still do, while its connection is being closed. */
final class RevokedSessionTest {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    private static final Username ANN = Username.of("ann@example.test");
    private static final MailboxPath INBOX = MailboxPath.inbox(ANN);
    private static final MailboxPath WORK = MailboxPath.forUser(ANN, "Work");
    private static final Admission ADMISSION = new Admission(ANN.asString(), "2024-05-06 07:08:09", "x");

    private final Map<Admission, Revocation> revoked = new ConcurrentHashMap<>();
    private final OpenSessions sessions = new OpenSessions(admissions -> revoked);
    private PosthornMailboxManager manager;
    private StoreResources resources;
    private MailboxSession session;
    private MessageManager inbox;

    @BeforeEach
    void login() throws Exception {
        resources = StoreResources.of(STORE.fixture());
        manager = resources.manager;
        session = manager.createSystemSession(ANN);
        MailboxSessions.bind(session, sessions.enter(ADMISSION, Service.IMAP, "192.0.2.1", () -> {}));
        manager.createMailbox(INBOX, session);
        inbox = manager.getMailbox(INBOX, session);
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void noFolderIsInItsReachByItsName() throws Exception {
        revoked.put(ADMISSION, Revocation.RECREATED);
        sessions.check(ANN.asString());

        List<ThrowingCallable> attempts = List.of(
                () -> manager.getMailbox(INBOX, session),
                () -> manager.createMailbox(WORK, session),
                () -> manager.deleteMailbox(INBOX, session),
                () -> manager.renameMailbox(INBOX, WORK, MailboxManager.RenameOption.NONE, session),
                () -> manager.search(
                                MailboxQuery.privateMailboxesBuilder(session).build(), session)
                        .collectList()
                        .block(),
                () -> inbox.getMessageCount(session),
                () -> resources.subscriptions.subscribe(session, WORK));
        assertThat(attempts)
                .allSatisfy(attempt -> assertThatThrownBy(attempt).hasStackTraceContaining("the session is over"));
        MailboxSession other = manager.createSystemSession(ANN);
        assertThat(manager.getMailbox(INBOX, other).getMessageCount(other)).isZero();
    }

    @Test
    void aSessionThatIsNotOverWorksOn() throws Exception {
        sessions.check(ANN.asString());

        inbox.appendMessage(mail(), session);
        assertThat(manager.getMailbox(INBOX, session).getMessageCount(session)).isEqualTo(1);
    }

    private static AppendCommand mail() {
        return AppendCommand.builder().build(new String(TestMail.bytes("one"), StandardCharsets.UTF_8));
    }
}

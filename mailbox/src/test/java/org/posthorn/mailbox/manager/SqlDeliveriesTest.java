// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.mailbox.MailboxManager.RenameOption;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.posthorn.mailbox.Delivered;
import org.posthorn.mailbox.Deliveries;
import org.posthorn.mailbox.DeliveryKey;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.structure.RawMessage;

final class SqlDeliveriesTest {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    private static final Username ANN = Username.of("ann@example.test");

    private EventLog log;
    private StoreResources resources;
    private MailboxSession session;

    @BeforeEach
    void assemble() {
        resources = StoreResources.of(STORE.fixture());
        session = resources.manager.createSystemSession(ANN);
        log = EventLog.of(resources.bus);
    }

    @Test
    void theFirstMailMakesTheInboxAndTheDefaultFoldersSubscribed() throws Exception {
        Delivered delivered = deliver(Deliveries.INBOX, "one");

        assertThat(delivered.folder()).isEqualTo(MailboxPath.inbox(ANN));
        assertThat(delivered.isNew()).isTrue();
        assertThat(folders()).containsExactlyInAnyOrder("INBOX", "Drafts", "Sent", "Junk", "Trash");
        assertThat(subscriptions()).containsExactlyInAnyOrder("INBOX", "Drafts", "Sent", "Junk", "Trash");
    }

    @Test
    void defaultFoldersThatTheirOwnerHasDeletedDoNotComeBack() throws Exception {
        deliver(Deliveries.INBOX, "one");
        resources.manager.deleteMailbox(MailboxPath.forUser(ANN, "Trash"), session);

        deliver(Deliveries.INBOX, "two");
        deliver("Lists", "three");

        assertThat(folders()).containsExactlyInAnyOrder("INBOX", "Drafts", "Sent", "Junk", "Lists");
    }

    @Test
    void aMailIsReadBackByteForByteAndIsRecentWithTheFlagsItWasGiven() throws Exception {
        byte[] mail = TestMail.long8bit(3 * 1024 * 1024);
        Flags flags = new Flags(Flags.Flag.SEEN);
        flags.add("$label1");

        resources.deliveries.deliver(ANN, Deliveries.INBOX, RawMessage.of(mail), flags, Optional.empty());

        MessageResult found = messages("INBOX").get(0);
        assertThat(found.getFullContent().getInputStream().readAllBytes()).isEqualTo(mail);
        assertThat(found.getFlags().getUserFlags()).containsExactly("$label1");
        assertThat(found.getFlags().getSystemFlags()).containsExactlyInAnyOrder(Flags.Flag.SEEN, Flags.Flag.RECENT);
        assertThat(flags.contains(Flags.Flag.RECENT)).isFalse();
    }

    @Test
    void connectedClientsAreToldThatItIsADelivery() throws Exception {
        Delivered delivered = deliver("Junk", "one");

        assertThat(told()).hasSize(1);
        assertThat(told().get(0).isDelivery()).isTrue();
        assertThat(told().get(0).getUids()).containsExactly(delivered.uid());
        assertThat(told().get(0).getMailboxPath()).isEqualTo(delivered.folder());
    }

    @Test
    void aMailWithTheKeyOfAnEarlierOneIsNotStoredAgainAndNobodyIsTold() throws Exception {
        Optional<DeliveryKey> key = Optional.of(DeliveryKey.of("0123456789abcdef", ANN.asString(), "INBOX"));
        Delivered first = resources.deliveries.deliver(ANN, "INBOX", TestMail.raw("one"), new Flags(), key);
        Delivered second = resources.deliveries.deliver(ANN, "INBOX", TestMail.raw("one"), new Flags(), key);

        assertThat(first.isNew()).isTrue();
        assertThat(second.isNew()).isFalse();
        assertThat(second.content()).isEqualTo(first.content());
        assertThat(messages("INBOX")).hasSize(1);
        assertThat(told()).hasSize(1);
    }

    @Test
    void theFirstFoldersAreMadeInOneTransaction() throws Exception {
        deliver(ANN, "one");
        long before = commits();
        deliver(ANN, "two");
        long other = commits() - before;
        deliver(Username.of("bob@example.test"), "three");

        assertThat(commits() - before - other).isEqualTo(other + 1);
    }

    @Test
    void foldersThatAreThereAlreadyStay() throws Exception {
        resources.manager.createMailbox(MailboxPath.forUser(ANN, "Sent"), session);

        deliver(Deliveries.INBOX, "one");

        assertThat(folders()).containsExactlyInAnyOrder("INBOX", "Sent");
    }

    @Test
    void aFolderIsMadeWithItsParentsWhenItIsMissing() throws Exception {
        Delivered delivered = deliver("Lists.james.dev", "one");

        assertThat(delivered.folder().getName()).isEqualTo("Lists.james.dev");
        assertThat(folders()).contains("INBOX", "Lists", "Lists.james", "Lists.james.dev");
        assertThat(subscriptions()).contains("Lists.james.dev");
    }

    @Test
    void theInboxIsFoundInWhateverCaseItIsWritten() throws Exception {
        assertThat(deliver("iNbOx", "one").folder()).isEqualTo(MailboxPath.inbox(ANN));
    }

    @Test
    void aNameThatCannotBeAFolderBecomesTheInbox() throws Exception {
        for (String name : List.of(
                "", "a..b", "#deleted", "100%", "*", " ", "x".repeat(300), "a\0b", "line\r\nend", "half\ud83d")) {
            assertThat(deliver(name, "one").folder()).as(name).isEqualTo(MailboxPath.inbox(ANN));
        }
    }

    @Test
    void aFolderThatWasDeletedMeanwhileIsMadeAgain() throws Exception {
        Delivered first = deliver("Lists", "one");
        resources.manager.deleteMailbox(first.folder(), session);

        Delivered second = deliver("Lists", "two");

        assertThat(second.folder()).isEqualTo(first.folder());
        assertThat(messages("Lists")).hasSize(1);
    }

    @Test
    void aFolderThatWasRenamedMeanwhileIsMadeAgainUnderTheNameThatIsAskedFor() throws Exception {
        Delivered first = deliver("Lists", "one");
        resources.manager.renameMailbox(first.folder(), MailboxPath.forUser(ANN, "Old"), RenameOption.NONE, session);

        deliver("Lists", "two");

        assertThat(messages("Lists")).hasSize(1);
        assertThat(messages("Old")).hasSize(1);
    }

    @Test
    void aMailForWhichThereIsNoRoomIsRefusedAndNobodyIsTold() throws Exception {
        STORE.fixture()
                .run("DELETE FROM mailbox")
                .run("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, quota, active)"
                        + " VALUES ('ann@example.test', '', '', '', 'ann', 'example.test', 60, 1)");
        deliver(Deliveries.INBOX, "one");

        assertThatThrownBy(() -> deliver(Deliveries.INBOX, "two")).isInstanceOf(OverQuotaException.class);
        assertThat(messages("INBOX")).hasSize(1);
        assertThat(told()).hasSize(1);
        STORE.fixture().run("DELETE FROM mailbox");
    }

    @Test
    void whileTheDatabaseRefusesToWriteTheMailIsToComeLater() throws Exception {
        deliver(Deliveries.INBOX, "one");
        STORE.fixture().run("RENAME TABLE {message} TO {message}_away");
        try {
            assertThatThrownBy(() -> deliver(Deliveries.INBOX, "two")).isInstanceOf(StoreUnavailableException.class);
        } finally {
            STORE.fixture().run("RENAME TABLE {message}_away TO {message}");
        }
        assertThat(messages("INBOX")).hasSize(1);
        assertThat(told()).hasSize(1);
    }

    @Test
    void whatAListenerThinksOfItDoesNotUndoADelivery() throws Exception {
        resources.bus.register(new Grumbler());

        assertThat(deliver(Deliveries.INBOX, "one").isNew()).isTrue();
    }

    @Test
    void manyFirstMailsAtOnceMakeEveryFolderOnce() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try {
            List<Future<Delivered>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String subject = "mail " + i;
                all.add(senders.submit(() -> deliver(Deliveries.INBOX, subject)));
            }
            for (Future<Delivered> one : all) {
                one.get();
            }
        } finally {
            senders.shutdownNow();
        }

        assertThat(messages("INBOX")).hasSize(24);
        assertThat(folders()).containsExactlyInAnyOrder("INBOX", "Drafts", "Sent", "Junk", "Trash");
    }

    /** How many transactions the server has brought to their end. */
    private static long commits() throws Exception {
        return STORE.fixture().store().read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Com_commit'")) {
                row.next();
                return row.getLong(2);
            }
        });
    }

    private void deliver(Username owner, String subject) throws Exception {
        resources.deliveries.deliver(owner, Deliveries.INBOX, TestMail.raw(subject), new Flags(), Optional.empty());
    }

    private Delivered deliver(String folder, String subject) throws Exception {
        return resources.deliveries.deliver(ANN, folder, TestMail.raw(subject), new Flags(), Optional.empty());
    }

    private List<MessageResult> messages(String folder) throws Exception {
        MessageManager manager = resources.manager.getMailbox(MailboxPath.forUser(ANN, folder), session);
        List<MessageResult> found = new ArrayList<>();
        manager.getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session)
                .forEachRemaining(found::add);
        return found;
    }

    private List<Added> told() {
        return log.of(Added.class);
    }

    private List<String> folders() throws Exception {
        return resources.manager.list(session).stream()
                .map(MailboxPath::getName)
                .toList();
    }

    private List<String> subscriptions() throws Exception {
        Collection<MailboxPath> paths = resources.subscriptions.subscriptions(session);
        return paths.stream().map(MailboxPath::getName).toList();
    }

    /** Cannot bear anything. */
    private static final class Grumbler implements EventListener.GroupEventListener {

        @Override
        public Group getDefaultGroup() {
            return new GrumblerGroup();
        }

        @Override
        public void event(Event event) {
            throw new IllegalStateException("no");
        }
    }

    private static final class GrumblerGroup extends Group {}
}

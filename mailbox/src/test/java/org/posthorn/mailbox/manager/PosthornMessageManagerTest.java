// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Lists;
import java.io.ByteArrayInputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.Item;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.RecentMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.events.MailboxEvents.FlagsUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxDeletion;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.ReadOnlyException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MessageResultIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.posthorn.mailbox.StoreUnavailableException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

final class PosthornMessageManagerTest {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    private static final Username ANN = Username.of("ann@example.test");
    private static final Username BOB = Username.of("bob@example.test");
    private static final MailboxPath INBOX = MailboxPath.inbox(ANN);

    private StoreResources resources;
    private MailboxSession session;
    private MessageManager inbox;
    private EventLog log;

    @BeforeEach
    void assemble() throws Exception {
        resources = StoreResources.of(STORE.fixture());
        session = resources.manager.createSystemSession(ANN);
        resources.manager.createMailbox(INBOX, session);
        inbox = resources.manager.getMailbox(INBOX, session);
        log = EventLog.of(resources.bus);
    }

    @Test
    void aMessageIsReadBackByteForByteWhateverItsSize() throws Exception {
        for (int size : new int[] {0, 1, 1024 * 1024, 5 * 1024 * 1024 + 1}) {
            byte[] mail = TestMail.long8bit(size);
            MessageUid uid = inbox.appendMessage(
                            new ByteArrayInputStream(mail), new Date(), session, false, new Flags("key"))
                    .getId()
                    .getUid();

            MessageResult found = only(MessageRange.one(uid));
            assertThat(found.getFullContent().getInputStream().readAllBytes()).isEqualTo(mail);
            assertThat(found.getSize()).isEqualTo(mail.length);
            assertThat(found.getFlags()).isEqualTo(new Flags("key"));
        }
    }

    @Test
    void anyKeywordMayBeSet() {
        assertThat(((PosthornMessageManager) inbox).getPermanentFlags(session).contains(Flags.Flag.USER))
                .isTrue();
    }

    @Test
    void whoMayOnlyReadCannotAppendOrExpunge() throws Exception {
        append("one");
        resources.manager.applyRightsCommand(
                INBOX,
                MailboxACL.command()
                        .forUser(BOB)
                        .rights(MailboxACL.Right.Read, MailboxACL.Right.Lookup)
                        .asAddition(),
                session);
        MailboxSession bob = resources.manager.createSystemSession(BOB);
        MessageManager folder = resources.manager.getMailbox(INBOX, bob);

        assertThatThrownBy(() -> folder.appendMessage(AppendCommand.builder().build(TestMail.bytes("two")), bob))
                .isInstanceOf(ReadOnlyException.class);
        assertThatThrownBy(() -> folder.expunge(MessageRange.all(), bob)).isInstanceOf(ReadOnlyException.class);
        assertThat(inbox.getMessageCount(session)).isEqualTo(1);
    }

    @Test
    void whatCouldNotBeStoredIsToldToNobody() throws Exception {
        unavailable(() -> assertThatThrownBy(() -> append("one")).isInstanceOf(StoreUnavailableException.class));

        assertThat(log.of(Added.class)).isEmpty();
        assertThat(inbox.getMessageCount(session)).isZero();
        append("two");
        assertThat(log.of(Added.class)).hasSize(1);
    }

    @Test
    void whoOpensAFolderTakesTheRecentMessagesAndNobodyElseIsTold() throws Exception {
        MessageUid one = append("one", true);
        append("two", false);
        MessageUid three = append("three", true);

        assertThat(recent(RecentMode.RETRIEVE)).containsExactly(one, three);
        assertThat(recent(RecentMode.RESET)).containsExactly(one, three);
        assertThat(recent(RecentMode.RESET)).isEmpty();
        assertThat(recent(RecentMode.RETRIEVE)).isEmpty();
        MessageUid four = append("four", true);
        assertThat(recent(RecentMode.RESET)).containsExactly(four);
        assertThat(log.of(FlagsUpdated.class)).isEmpty();
    }

    @Test
    void whoMayOnlyReadDoesNotTakeTheRecentMessages() throws Exception {
        MessageUid one = append("one", true);
        resources.manager.applyRightsCommand(
                INBOX,
                MailboxACL.command()
                        .forUser(BOB)
                        .rights(MailboxACL.Right.Read, MailboxACL.Right.Lookup)
                        .asAddition(),
                session);
        MailboxSession bob = resources.manager.createSystemSession(BOB);
        MessageManager folder = resources.manager.getMailbox(INBOX, bob);

        assertThatThrownBy(() -> folder.getMetaData(RecentMode.RESET, bob, EnumSet.allOf(Item.class)))
                .isInstanceOf(ReadOnlyException.class);
        assertThat(recent(RecentMode.RESET)).containsExactly(one);
    }

    @Test
    void aListThatCannotBeReadSaysSo() throws Exception {
        append("one");

        unavailable(() -> {
            MessageResultIterator all = inbox.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session);
            assertThat(all.hasNext()).isFalse();
            assertThat(all.getException()).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(
                            () -> Flux.from(inbox.getMessagesReactive(MessageRange.all(), FetchGroup.MINIMAL, session))
                                    .collectList()
                                    .block())
                    .hasRootCauseInstanceOf(SQLException.class);
        });
    }

    @Test
    void expungingGoesAndIsToldInChunks() throws Exception {
        fill(1024);
        inbox.setFlags(
                new Flags(Flags.Flag.DELETED), FlagsUpdateMode.ADD, MessageRange.from(MessageUid.of(3)), session);

        List<MessageUid> gone = Lists.newArrayList(inbox.expunge(MessageRange.all(), session));

        assertThat(gone).hasSize(1022).startsWith(MessageUid.of(3)).endsWith(MessageUid.of(1024));
        assertThat(inbox.getMessageCount(session)).isEqualTo(2);
        assertThat(log.of(Expunged.class))
                .extracting(event -> event.getUids().size())
                .containsExactly(500, 500, 22);
    }

    @Test
    void expungingNothingTellsNobody() throws Exception {
        append("one");

        assertThat(inbox.expunge(MessageRange.all(), session)).isExhausted();
        inbox.delete(List.of(), session);
        assertThat(log.of(Expunged.class)).isEmpty();
    }

    @Test
    void aFolderThatIsDeletedIsToldOnceWithWhatWasInIt() throws Exception {
        fill(1024);

        resources.manager.deleteMailbox(INBOX, session);

        List<MailboxDeletion> deletions = log.of(MailboxDeletion.class);
        assertThat(deletions).hasSize(1);
        assertThat(deletions.get(0).getDeletedMessageCount().asLong()).isEqualTo(1024);
        assertThat(deletions.get(0).getTotalDeletedSize().asLong()).isEqualTo(1024L * TestMail.bytes("one").length);
        assertThatThrownBy(() -> resources.manager.deleteMailbox(INBOX, session))
                .isInstanceOf(MailboxNotFoundException.class);
        assertThatThrownBy(() -> append("late")).isInstanceOf(MailboxNotFoundException.class);
        assertThat(log.of(MailboxDeletion.class)).hasSize(1);
    }

    @Test
    void aThreadIsWhatTheStorePutTogether() throws Exception {
        MessageManager.AppendResult first = thread("Message-ID: <1@a>\r\nSubject: Lunch\r\n");
        MessageManager.AppendResult second =
                thread("In-Reply-To: <1@a>\r\nMessage-ID: <2@a>\r\nSubject: Re: Lunch\r\n");
        thread("Message-ID: <3@a>\r\nSubject: Dinner\r\n");

        List<MessageId> found = resources
                .manager
                .getThread(second.getThreadId(), session)
                .collectList()
                .block();

        assertThat(second.getThreadId()).isEqualTo(first.getThreadId());
        assertThat(found)
                .containsExactlyInAnyOrder(
                        first.getId().getMessageId(), second.getId().getMessageId());
    }

    @Test
    void anyNumberOfThreadsOfReactorMayWaitForTheStore() throws Exception {
        append("one");

        List<Long> counts = Flux.range(0, 200)
                .flatMap(
                        i -> Mono.fromCallable(() -> resources
                                        .manager
                                        .getMailbox(INBOX, session)
                                        .getMessageCount(session))
                                .subscribeOn(Schedulers.boundedElastic()),
                        200)
                .collectList()
                .block();

        assertThat(counts).hasSize(200).containsOnly(1L);
    }

    private void append(String subject) throws Exception {
        inbox.appendMessage(AppendCommand.builder().build(TestMail.bytes(subject)), session);
    }

    private MessageManager.AppendResult thread(String header) throws Exception {
        return inbox.appendMessage(AppendCommand.builder().build(header + "\r\nHello.\r\n"), session);
    }

    private MessageResult only(MessageRange range) {
        List<MessageResult> found = new ArrayList<>();
        ((PosthornMessageManager) inbox)
                .getMessages(range, FetchGroup.FULL_CONTENT, session)
                .forEachRemaining(found::add);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private void fill(int messages) throws Exception {
        append("one");
        for (long there = 1; there < messages; there = inbox.getMessageCount(session)) {
            resources.manager.copyMessages(MessageRange.all(), INBOX, INBOX, session);
        }
        log.clear();
    }

    private void unavailable(Attempt attempt) throws Exception {
        STORE.fixture().run("RENAME TABLE {message} TO {message}_away");
        try {
            attempt.run();
        } finally {
            STORE.fixture().run("RENAME TABLE {message}_away TO {message}");
        }
    }

    private List<MessageUid> recent(RecentMode mode) throws MailboxException {
        return inbox.getMetaData(mode, session, EnumSet.allOf(Item.class)).getRecent();
    }

    private MessageUid append(String text, boolean isRecent) throws Exception {
        return inbox.appendMessage(
                        new ByteArrayInputStream(TestMail.bytes(text)), new Date(), session, isRecent, new Flags())
                .getId()
                .getUid();
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws Exception;
    }
}

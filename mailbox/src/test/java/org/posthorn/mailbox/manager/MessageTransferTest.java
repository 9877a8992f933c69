// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MessageTransferTest {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    private static final Username ANN = Username.of("ann@example.test");
    private static final MailboxPath INBOX = MailboxPath.inbox(ANN);
    private static final MailboxPath OLD = MailboxPath.forUser(ANN, "Old");
    private static final MessageRange EVERYTHING = MessageRange.range(MessageUid.of(1), MessageUid.of(4_294_967_295L));

    private StoreResources resources;
    private MailboxSession session;
    private EventLog log;

    @BeforeEach
    void assemble() throws Exception {
        resources = StoreResources.of(STORE.fixture());
        session = resources.manager.createSystemSession(ANN);
        resources.manager.createMailbox(INBOX, session);
        resources.manager.createMailbox(OLD, session);
        folder(INBOX).appendMessage(AppendCommand.builder().build(TestMail.bytes("one")), session);
        log = EventLog.of(resources.bus);
    }

    @AfterEach
    void forgetLimits() {
        STORE.fixture().run("DELETE FROM mailbox");
    }

    @Test
    void copyingAFolderIntoItselfEndsWithTheMessagesThereWere() throws Exception {
        assertThat(copy(EVERYTHING, INBOX, INBOX)).containsExactly(MessageRange.one(MessageUid.of(2)));
        assertThat(copy(MessageRange.all(), INBOX, INBOX))
                .containsExactly(MessageRange.range(MessageUid.of(3), MessageUid.of(4)));
        assertThat(count(INBOX)).isEqualTo(4);
    }

    @Test
    void whatIsLongerThanAChunkIsCopiedInTheOrderOfTheUidsAndToldChunkByChunk() throws Exception {
        fill(1024);

        assertThat(copy(EVERYTHING, INBOX, OLD))
                .containsExactly(MessageRange.range(MessageUid.of(1), MessageUid.of(1024)));

        assertThat(count(OLD)).isEqualTo(1024);
        assertThat(log.of(Added.class))
                .extracting(event -> event.getUids().size())
                .containsExactly(500, 500, 24);
    }

    @Test
    void aRangeWithNothingInItCopiesNothingAndTellsNobody() throws Exception {
        assertThat(copy(MessageRange.range(MessageUid.of(7), MessageUid.of(4_000_000_000L)), INBOX, OLD))
                .isEmpty();
        assertThat(copy(EVERYTHING, OLD, INBOX)).isEmpty();
        assertThat(log.of(Added.class)).isEmpty();
    }

    @Test
    void whatIsMovedIsInOneFolderOnly() throws Exception {
        fill(1024);

        resources.manager.moveMessages(EVERYTHING, INBOX, OLD, session);

        assertThat(count(INBOX)).isZero();
        assertThat(count(OLD)).isEqualTo(1024);
        assertThat(log.of(Expunged.class))
                .extracting(event -> event.getUids().size())
                .containsExactly(500, 500, 24);
        assertThat(log.of(Added.class))
                .extracting(event -> event.getUids().size())
                .containsExactly(500, 500, 24);
    }

    @Test
    void movingWithinAFolderEndsToo() throws Exception {
        fill(4);

        resources.manager.moveMessages(EVERYTHING, INBOX, INBOX, session);

        assertThat(count(INBOX)).isEqualTo(4);
    }

    @Test
    void aCopyThatIsTooMuchForTheLimitCopiesNothing() throws Exception {
        fill(1024);
        resources.limits.setGlobalMaxMessage(QuotaCountLimit.count(1800));

        assertThatThrownBy(() -> copy(EVERYTHING, INBOX, OLD)).isInstanceOf(OverQuotaException.class);

        assertThat(count(OLD)).isZero();
        assertThat(log.of(Added.class)).isEmpty();
    }

    @Test
    void aCopyThatFailsOnItsWayTakesBackWhatItHasCopied() throws Exception {
        fill(1024);
        long size = 1024L * TestMail.bytes("one").length;
        STORE.fixture()
                .run("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, quota, active)"
                        + " VALUES ('ann@example.test', '', '', '', 'ann', 'example.test', " + (size * 7 / 4) + ", 1)");

        assertThatThrownBy(() -> copy(EVERYTHING, INBOX, OLD)).isInstanceOf(OverQuotaException.class);

        assertThat(count(OLD)).isZero();
        assertThat(count(INBOX)).isEqualTo(1024);
        assertThat(log.of(Added.class))
                .extracting(event -> event.getUids().size())
                .containsExactly(500);
        assertThat(log.of(Expunged.class))
                .extracting(event -> event.getUids().size())
                .containsExactly(500);
    }

    /** Doubles what is there. */
    private void fill(int messages) throws Exception {
        for (long there = count(INBOX); there < messages; there = count(INBOX)) {
            copy(MessageRange.all(), INBOX, INBOX);
        }
        log.clear();
    }

    private List<MessageRange> copy(MessageRange range, MailboxPath from, MailboxPath to) throws Exception {
        return resources.manager.copyMessages(range, from, to, session);
    }

    private long count(MailboxPath path) throws Exception {
        return folder(path).getMessageCount(session);
    }

    private MessageManager folder(MailboxPath path) throws Exception {
        return resources.manager.getMailbox(path, session);
    }
}

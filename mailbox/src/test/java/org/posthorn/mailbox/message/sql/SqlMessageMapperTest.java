// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.testing.MariaDbFlavour;

/** What James's contract does not ask: chunks, the log of expunges, shared contents, usage, recent messages. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class SqlMessageMapperTest {

    private static final int MANY = 2 * MessageRows.CHUNK + 20;

    private static StoreFixture fixture;

    private MessageFixture server;
    private SqlMessageMapper mapper;
    private Mailbox inbox;
    private Mailbox archive;

    SqlMessageMapperTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void open(MariaDbFlavour flavour) {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        fixture.close();
    }

    @BeforeEach
    void empty() {
        fixture.empty().run("DELETE FROM mailbox");
        server = new MessageFixture(fixture);
        mapper = server.mapper;
        inbox = server.folder("ann@example.test", "INBOX");
        archive = server.folder("ann@example.test", "Archive");
    }

    @Test
    void manyMessagesAreListedFlaggedCopiedMovedAndExpungedInChunks() throws Exception {
        server.append(inbox, "Subject: many\n\n.");
        for (int i = 1; i < MANY; i *= 2) {
            copyToInbox(Math.min(i, MANY - i));
        }
        assertThat(server.uids(inbox))
                .isEqualTo(LongStream.rangeClosed(1, MANY).boxed().toList());
        assertThat(mapper.listAllMessageUids(inbox).count().block()).isEqualTo(MANY);
        ModSeq before = mapper.getHighestModSeq(inbox);

        List<UpdatedFlags> seen = ImmutableList.copyOf(mapper.updateFlags(inbox, add(Flag.SEEN), MessageRange.all()));
        assertThat(seen).hasSize(MANY).allMatch(each -> each.getNewFlags().contains(Flag.SEEN));
        assertThat(mapper.getHighestModSeq(inbox).asLong()).isEqualTo(before.asLong() + 3);
        assertThat(unseen(inbox)).isZero();

        assertThat(mapper.copy(archive, server.messages(inbox, FetchType.METADATA)))
                .hasSize(MANY);
        assertThat(mapper.move(archive, server.messages(inbox, FetchType.METADATA)))
                .hasSize(MANY);
        assertThat(server.uids(inbox)).isEmpty();
        assertThat(server.uids(archive))
                .isEqualTo(LongStream.rangeClosed(1, 2 * MANY).boxed().toList());
        assertThat(server.number("SELECT refs FROM {content}")).isEqualTo(2 * MANY);
        assertThat(server.number("SELECT messages FROM quota2")).isEqualTo(2 * MANY);
        assertThat(server.number("SELECT COUNT(*) FROM {expunged} WHERE folder_id = " + MessageFixture.id(inbox)))
                .isEqualTo(MANY);

        Map<MessageUid, MessageMetaData> gone = mapper.deleteMessages(archive, uids(archive));
        assertThat(gone).hasSize(2 * MANY);
        assertNothingIsLeft();
    }

    @Test
    void onlyWhatChangesIsWrittenAndWithOneModSeq() throws Exception {
        for (int i = 0; i < 4; i++) {
            server.append(inbox, "Subject: a\n\n.", i == 1 ? new Flags(Flag.SEEN) : new Flags());
        }
        ModSeq before = mapper.getHighestModSeq(inbox);

        List<UpdatedFlags> updated =
                ImmutableList.copyOf(mapper.updateFlags(inbox, add(Flag.SEEN), MessageRange.all()));
        List<UpdatedFlags> again = ImmutableList.copyOf(mapper.updateFlags(inbox, add(Flag.SEEN), MessageRange.all()));

        ModSeq next = before.next();
        assertThat(updated).extracting(UpdatedFlags::getModSeq).containsExactly(next, ModSeq.of(3), next, next);
        assertThat(again)
                .hasSize(4)
                .noneMatch(each -> UpdatedFlags.flagsChanged(each.getOldFlags(), each.getNewFlags()));
        assertThat(mapper.getHighestModSeq(inbox)).isEqualTo(next);
        assertThat(unseen(inbox)).isZero();
    }

    @Test
    void recentMessagesAreResetByTheirFolderAlone() throws Exception {
        server.append(inbox, "Subject: a\n\n.", new Flags(Flag.RECENT));
        server.append(inbox, "Subject: b\n\n.");
        server.append(inbox, "Subject: c\n\n.", new Flags(Flag.RECENT));
        ModSeq before = mapper.getHighestModSeq(inbox);

        assertThat(mapper.findRecentMessageUidsInMailbox(inbox)).containsExactly(MessageUid.of(1), MessageUid.of(3));
        List<UpdatedFlags> reset = mapper.resetRecent(inbox);

        assertThat(reset).extracting(UpdatedFlags::getUid).containsExactly(MessageUid.of(1), MessageUid.of(3));
        assertThat(reset)
                .allMatch(each -> each.getOldFlags().contains(Flag.RECENT))
                .noneMatch(each -> each.getNewFlags().contains(Flag.RECENT));
        assertThat(mapper.resetRecent(inbox)).isEmpty();
        assertThat(server.messages(inbox, FetchType.METADATA)).noneMatch(MailboxMessage::isRecent);
        assertThat(mapper.getHighestModSeq(inbox)).isEqualTo(before);
        server.append(inbox, "Subject: d\n\n.", new Flags(Flag.RECENT));
        assertThat(mapper.findRecentMessageUidsInMailbox(inbox)).containsExactly(MessageUid.of(4));
    }

    @Test
    void theFirstUnseenAndTheDeletedMessagesAreFoundWhateverOtherFlagsTheyHave() throws Exception {
        server.append(inbox, "Subject: a\n\n.", new Flags(Flag.SEEN));
        server.append(inbox, "Subject: b\n\n.", flags(Flag.DELETED, Flag.SEEN));
        server.append(inbox, "Subject: c\n\n.", flags(Flag.DELETED, Flag.RECENT, Flag.FLAGGED));
        server.append(inbox, "Subject: d\n\n.");

        assertThat(mapper.findFirstUnseenMessageUid(inbox)).isEqualTo(MessageUid.of(3));
        assertThat(mapper.retrieveMessagesMarkedForDeletion(inbox, MessageRange.all()))
                .containsExactly(MessageUid.of(2), MessageUid.of(3));
        assertThat(mapper.retrieveMessagesMarkedForDeletion(inbox, MessageRange.from(MessageUid.of(3))))
                .containsExactly(MessageUid.of(3));
    }

    @Test
    void aContentGoesWithTheLastMessageThatSharesIt() throws Exception {
        server.append(inbox, "Subject: a\n\n" + "x".repeat(50_000));
        mapper.copy(archive, server.messages(inbox, FetchType.METADATA));
        mapper.copy(archive, server.messages(inbox, FetchType.METADATA));

        mapper.deleteMessages(inbox, uids(inbox));
        mapper.deleteMessages(archive, List.of(MessageUid.of(1)));
        assertThat(server.messages(archive, FetchType.FULL)
                        .get(0)
                        .getFullContent()
                        .readAllBytes())
                .hasSize(50_014);
        mapper.deleteMessages(archive, List.of(MessageUid.of(2), MessageUid.of(77)));

        assertNothingIsLeft();
    }

    @Test
    void everyExpungeIsInTheLogWithItsModSeq() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.append(inbox, "Subject: a\n\n.");
        }
        ModSeq before = mapper.getHighestModSeq(inbox);
        mapper.deleteMessages(inbox, List.of(MessageUid.of(3), MessageUid.of(1)));
        mapper.move(archive, server.messages(inbox, FetchType.METADATA));

        assertThat(server.numbers("SELECT uid FROM {expunged} ORDER BY modseq, uid"))
                .containsExactly(1L, 3L, 2L);
        assertThat(server.numbers("SELECT DISTINCT modseq FROM {expunged} ORDER BY modseq"))
                .containsExactly(before.asLong() + 1, before.asLong() + 2);
        assertThat(mapper.getHighestModSeq(inbox).asLong()).isEqualTo(before.asLong() + 2);
    }

    @Test
    void whatWasExpungedMeanwhileIsNeitherCopiedNorMoved() throws Exception {
        server.append(inbox, "Subject: a\n\n.");
        server.append(inbox, "Subject: b\n\n.");
        List<MailboxMessage> both = server.messages(inbox, FetchType.METADATA);
        mapper.delete(inbox, both.get(0));

        assertThat(mapper.copy(archive, both)).hasSize(1);
        assertThat(mapper.move(archive, both)).hasSize(1);
        assertThat(server.uids(archive)).hasSize(2);
        assertThatThrownBy(() -> mapper.copy(archive, both.get(0))).isInstanceOf(MailboxException.class);
        assertThatThrownBy(() -> mapper.move(archive, both.get(0))).isInstanceOf(MailboxException.class);
        assertThat(server.number("SELECT messages FROM quota2")).isEqualTo(2);
    }

    @Test
    void aMessageThatChangesItsOwnerIsPaidForByTheOther() throws Exception {
        Mailbox shared = server.folder("bob@example.test", "INBOX");
        server.append(inbox, "Subject: a\n\n.");

        mapper.move(shared, server.messages(inbox, FetchType.METADATA));
        assertThat(usage("ann@example.test")).isZero();
        assertThat(usage("bob@example.test")).isEqualTo(1);
        mapper.copy(inbox, server.messages(shared, FetchType.METADATA));
        assertThat(usage("ann@example.test")).isEqualTo(1);
        mapper.move(inbox, server.messages(shared, FetchType.METADATA));
        assertThat(usage("ann@example.test")).isEqualTo(2);
        assertThat(usage("bob@example.test")).isZero();
    }

    @Test
    void aCopyThatDoesNotFitLeavesNothingBehind() throws Exception {
        fixture.run("INSERT INTO mailbox (username, password, name, maildir, quota, local_part, domain)"
                + " VALUES ('bob@example.test', '', '', '', 10000, 'bob', 'example.test')");
        Mailbox full = server.folder("bob@example.test", "INBOX");
        server.append(inbox, "Subject: many\n\n.");
        for (int i = 1; i < MessageRows.CHUNK + 200; i *= 2) {
            copyToInbox(i);
        }

        assertThatThrownBy(() -> mapper.copy(full, server.messages(inbox, FetchType.METADATA)))
                .isInstanceOf(OverQuotaException.class);
        assertThat(server.uids(full)).isEmpty();
        assertThat(usage("bob@example.test")).isZero();
        assertThat(server.number("SELECT refs FROM {content}"))
                .isEqualTo(server.uids(inbox).size());
    }

    @Test
    void keywordsThatWereUsedOnceStayApplicable() throws Exception {
        server.append(inbox, "Subject: a\n\n.", new Flags("first"));
        mapper.updateFlags(
                inbox,
                new FlagsUpdateCalculator(new Flags("second word"), FlagsUpdateMode.REPLACE),
                MessageRange.all());
        mapper.copy(archive, server.messages(inbox, FetchType.METADATA));

        assertThat(mapper.getApplicableFlag(inbox).getUserFlags()).containsExactlyInAnyOrder("first", "second word");
        assertThat(mapper.getApplicableFlag(archive).getUserFlags()).containsExactly("second word");
        assertThat(mapper.getApplicableFlag(archive).contains(Flag.RECENT)).isFalse();
    }

    @Test
    void aFolderThatHasGoneIsNotFound() {
        fixture.run("UPDATE {folder} SET owner = '#deleted' WHERE id = " + MessageFixture.id(inbox));

        assertThatThrownBy(() -> mapper.getMailboxCounters(inbox)).isInstanceOf(MailboxNotFoundException.class);
        assertThatThrownBy(() -> mapper.updateFlags(inbox, add(Flag.SEEN), MessageRange.all()))
                .isInstanceOf(MailboxNotFoundException.class);
        assertThatThrownBy(() -> mapper.deleteMessages(inbox, List.of(MessageUid.of(1))))
                .isInstanceOf(MailboxNotFoundException.class);
    }

    private void assertNothingIsLeft() {
        for (String table : List.of("content", "body", "message")) {
            assertThat(server.number("SELECT COUNT(*) FROM {" + table + "}")).isZero();
        }
        assertThat(server.number("SELECT SUM(messages + unseen + bytes) FROM {folder}"))
                .isZero();
        assertThat(server.number("SELECT SUM(messages + bytes) FROM quota2")).isZero();
    }

    private long unseen(Mailbox folder) throws MailboxException {
        return mapper.getMailboxCounters(folder).getUnseen();
    }

    private long usage(String owner) {
        return server.number("SELECT COALESCE(SUM(messages), 0) FROM quota2 WHERE username = '" + owner + "'");
    }

    private List<MessageUid> uids(Mailbox folder) {
        return server.uids(folder).stream().map(MessageUid::of).toList();
    }

    private static Flags flags(Flag... each) {
        Flags flags = new Flags();
        for (Flag flag : each) {
            flags.add(flag);
        }
        return flags;
    }

    private void copyToInbox(int count) throws MailboxException {
        mapper.copy(inbox, server.messages(inbox, FetchType.METADATA).subList(0, count));
    }

    private static FlagsUpdateCalculator add(Flag flag) {
        return new FlagsUpdateCalculator(new Flags(flag), FlagsUpdateMode.ADD);
    }
}

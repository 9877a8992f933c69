// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.store.mail.AttachmentMapper;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.mail.model.MapperProvider;
import org.apache.james.mailbox.store.mail.model.impl.SimpleMailboxMessage;
import org.apache.james.utils.UpdatableTickingClock;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.folder.sql.SqlMailboxMapper;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.mailbox.sql.ContentIds;
import org.posthorn.mailbox.structure.MessageParser;
import org.posthorn.mailbox.structure.ParsedMessage;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.mailbox.structure.StructureProperties;

/** The store for James's contracts. There are no attachments apart from their message, so there is no mapper for them. */
public final class ContractProvider implements MapperProvider {

    public final UpdatableTickingClock clock = new UpdatableTickingClock(Instant.parse("2024-05-01T12:00:00Z"));
    private final AtomicLong uid = new AtomicLong();
    private final StoreFixture fixture;
    private final MessageFixture messages;
    private final ContentIds ids;

    public ContractProvider(StoreFixture fixture) {
        this.fixture = fixture.empty();
        this.messages = new MessageFixture(fixture.database(), fixture.store(), clock);
        this.ids = new ContentIds(fixture.store());
    }

    /**
     * The message as James gives it to a store after it was parsed: with the place where its body begins and with the
     * properties that its bytes have. The contracts' own messages are not quite right there.
     */
    public static SimpleMailboxMessage parsed(MailboxMessage message) {
        try {
            byte[] bytes = message.getFullContent().readAllBytes();
            ParsedMessage found = MessageParser.parse(RawMessage.of(bytes));
            return SimpleMailboxMessage.builder()
                    .messageId(message.getMessageId())
                    .threadId(message.getThreadId())
                    .mailboxId(message.getMailboxId())
                    .internalDate(message.getInternalDate())
                    .size(bytes.length)
                    .bodyStartOctet((int) found.headerSize())
                    .content(new ByteContent(bytes))
                    .flags(message.createFlags())
                    .properties(StructureProperties.of(found.structure()))
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<Capabilities> getSupportedCapabilities() {
        return List.of(
                Capabilities.MESSAGE,
                Capabilities.MAILBOX,
                Capabilities.MOVE,
                Capabilities.UNIQUE_MESSAGE_ID,
                Capabilities.THREAD_SAFE_FLAGS_UPDATE,
                Capabilities.INCREMENTAL_APPLICABLE_FLAGS,
                Capabilities.ACL_STORAGE);
    }

    @Override
    public MailboxMapper createMailboxMapper() {
        return new SqlMailboxMapper(
                fixture.store(), new DeletedFolders(fixture.store(), new Usage(fixture.database(), fixture.store())));
    }

    @Override
    public MessageMapper createMessageMapper() {
        return messages.mapper;
    }

    @Override
    public MessageIdMapper createMessageIdMapper() {
        return messages.idMapper;
    }

    @Override
    public AttachmentMapper createAttachmentMapper() throws MailboxException {
        throw new MailboxException("attachments are parts of messages here");
    }

    @Override
    public MailboxId generateId() {
        return new FolderId(Integer.MAX_VALUE);
    }

    @Override
    public MessageUid generateMessageUid() {
        return MessageUid.of(uid.incrementAndGet());
    }

    @Override
    public ModSeq generateModSeq(Mailbox mailbox) throws MailboxException {
        return generateId().equals(mailbox.getMailboxId())
                ? ModSeq.first()
                : new SqlModSeqProvider(messages.store).nextModSeq(mailbox);
    }

    @Override
    public ModSeq highestModSeq(Mailbox mailbox) throws MailboxException {
        return new SqlModSeqProvider(messages.store).highestModSeq(mailbox);
    }

    @Override
    public boolean supportPartialAttachmentFetch() {
        return false;
    }

    @Override
    public MessageId generateMessageId() {
        return ids.generate();
    }
}

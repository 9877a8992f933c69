// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.message.FlagBits;
import org.posthorn.mailbox.structure.Part;
import org.posthorn.mailbox.structure.StoredContent;
import org.posthorn.mailbox.structure.StructureProperties;

/**
 * A stored message as James knows it: its row, and its content, which is read when it is asked for. What James would keep
 * of attachments is told by the structure instead, so there are none here.
 *
 * <p>Methods that cannot throw an {@link IOException} throw an {@link UncheckedIOException} when the content cannot be
 * read.
 */
public final class SqlMailboxMessage implements MailboxMessage {

    private MessageRow row;
    private final SqlContent content;

    SqlMailboxMessage(MessageRow row, SqlContent content) {
        this.row = row;
        this.content = content;
    }

    MessageRow row() {
        return row;
    }

    /** Structure and bytes. */
    public StoredContent content() {
        return content;
    }

    @Override
    public ContentId getMessageId() {
        return new ContentId(row.content());
    }

    @Override
    public ThreadId getThreadId() {
        return ThreadId.fromBaseMessageId(new ContentId(row.thread()));
    }

    @Override
    public FolderId getMailboxId() {
        return new FolderId(row.folder());
    }

    @Override
    public ComposedMessageIdWithMetaData getComposedMessageIdWithMetaData() {
        return new ComposedMessageIdWithMetaData(
                new ComposedMessageId(getMailboxId(), getMessageId(), getUid()),
                createFlags(),
                getModSeq(),
                getThreadId());
    }

    @Override
    public MessageMetaData metaData() {
        return row.metaData();
    }

    @Override
    public MessageUid getUid() {
        return row.messageUid();
    }

    @Override
    public void setUid(MessageUid uid) {
        row = row.withUid(uid.asLong());
    }

    @Override
    public ModSeq getModSeq() {
        return ModSeq.of(row.modSeq());
    }

    @Override
    public void setModSeq(ModSeq modSeq) {
        row = row.withFlags(row.flags(), modSeq.asLong());
    }

    @Override
    public boolean isAnswered() {
        return isSet(FlagBits.ANSWERED);
    }

    @Override
    public boolean isDeleted() {
        return isSet(FlagBits.DELETED);
    }

    @Override
    public boolean isDraft() {
        return isSet(FlagBits.DRAFT);
    }

    @Override
    public boolean isFlagged() {
        return isSet(FlagBits.FLAGGED);
    }

    @Override
    public boolean isRecent() {
        return isSet(FlagBits.RECENT);
    }

    @Override
    public boolean isSeen() {
        return isSet(FlagBits.SEEN);
    }

    @Override
    public Flags createFlags() {
        return row.flags();
    }

    @Override
    public void setFlags(Flags flags) {
        row = row.withFlags(flags, row.modSeq());
    }

    @Override
    public Date getInternalDate() {
        return new Date(row.internalDate());
    }

    @Override
    public Optional<Date> getSaveDate() {
        return row.saveDate().map(Date::new);
    }

    @Override
    public void setSaveDate(Date saveDate) {
        row = row.withSaveDate(saveDate.getTime());
    }

    @Override
    public long getFullContentOctets() {
        return row.size();
    }

    @Override
    public long getHeaderOctets() {
        return read(SqlContent::headerSize);
    }

    @Override
    public long getBodyOctets() {
        return row.size() - getHeaderOctets();
    }

    @Override
    public @Nullable String getMediaType() {
        return structure().content().type();
    }

    @Override
    public @Nullable String getSubType() {
        return structure().content().subtype();
    }

    @Override
    public @Nullable Long getTextualLineCount() {
        return getProperties().getTextualLineCount();
    }

    @Override
    public Properties getProperties() {
        return StructureProperties.of(structure());
    }

    @Override
    public List<MessageAttachmentMetadata> getAttachments() {
        return List.of();
    }

    @Override
    public InputStream getHeaderContent() throws IOException {
        return content.openRange(0, content.headerSize());
    }

    @Override
    public InputStream getBodyContent() throws IOException {
        return content.openRange(content.headerSize(), row.size());
    }

    @Override
    public InputStream getFullContent() throws IOException {
        return content.openRange(0, row.size());
    }

    @Override
    public MailboxMessage copy(Mailbox mailbox) {
        return new SqlMailboxMessage(row.in(FolderId.of(mailbox.getMailboxId()).value()), content);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SqlMailboxMessage that
                && row.folder() == that.row.folder()
                && row.uid() == that.row.uid();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(row.folder() * 31 + row.uid());
    }

    @Override
    public String toString() {
        return "message " + row.uid() + " of folder " + row.folder() + ", content " + row.content();
    }

    private boolean isSet(int bit) {
        return (row.bits() & bit) != 0;
    }

    private Part structure() {
        return read(SqlContent::structure);
    }

    private <T> T read(Reading<T> reading) {
        try {
            return reading.of(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(SqlContent content) throws IOException;
    }
}

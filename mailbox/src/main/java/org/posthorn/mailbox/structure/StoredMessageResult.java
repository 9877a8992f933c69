// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.IOException;
import java.util.Collections;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mailbox.model.Headers;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MimeDescriptor;
import org.apache.james.mailbox.model.MimePath;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a client may fetch of a stored message. Nothing is parsed: structure and header come as they were stored, a
 * section is the range of bytes it is, and it is read while it is sent. Whatever the fetch group, everything can be asked for.
 */
public final class StoredMessageResult implements MessageResult {

    private final MailboxMessage message;
    private final StoredContent content;
    private @Nullable Headers headers;

    /** The result for the row {@code message}, whose bytes are {@code content}. */
    public StoredMessageResult(MailboxMessage message, StoredContent content) {
        this.message = message;
        this.content = content;
    }

    /** The stored tree, with the envelope at its root. */
    public Part structure() throws MailboxException {
        try {
            return content.structure();
        } catch (IOException e) {
            throw StoredRange.failure(e);
        }
    }

    @Override
    public MimeDescriptor getMimeDescriptor() throws MailboxException {
        return new StoredMimeDescriptor(content, structure());
    }

    @Override
    public Headers getHeaders() throws MailboxException {
        Headers known = headers;
        if (known == null) {
            known = new StoredHeaders(range(0, structure().bodyStart()));
            headers = known;
        }
        return known;
    }

    @Override
    public Content getFullContent() throws MailboxException {
        return range(0, structure().end());
    }

    @Override
    public Content getBody() throws MailboxException {
        return range(structure().bodyStart(), structure().end());
    }

    /** The part with its MIME header. */
    @Override
    public Content getFullContent(MimePath path) throws MailboxException {
        Optional<Part> part = part(path);
        return part.isEmpty()
                ? nothing()
                : range(part.get().headerStart(), part.get().end());
    }

    /** BODY[path]. */
    @Override
    public Content getMimeBody(MimePath path) throws MailboxException {
        Optional<Part> part = part(path);
        return part.isEmpty()
                ? nothing()
                : range(part.get().bodyStart(), part.get().end());
    }

    /** BODY[path.TEXT]: the text of the message in the part. */
    @Override
    public Content getBody(MimePath path) throws MailboxException {
        Optional<Part> part = embedded(path);
        return part.isEmpty()
                ? nothing()
                : range(part.get().bodyStart(), part.get().end());
    }

    /** BODY[path.HEADER]: the fields of the message in the part. */
    @Override
    public Iterator<Header> iterateHeaders(MimePath path) throws MailboxException {
        return fields(embedded(path));
    }

    /** BODY[path.MIME]. */
    @Override
    public Iterator<Header> iterateMimeHeaders(MimePath path) throws MailboxException {
        return fields(part(path));
    }

    @Override
    public List<MessageAttachmentMetadata> getLoadedAttachments() {
        return message.getAttachments();
    }

    @Override
    public MessageMetaData messageMetaData() {
        return message.metaData();
    }

    @Override
    public MailboxId getMailboxId() {
        return message.getMailboxId();
    }

    @Override
    public MessageId getMessageId() {
        return message.getMessageId();
    }

    @Override
    public ThreadId getThreadId() {
        return message.getThreadId();
    }

    @Override
    public MessageUid getUid() {
        return message.getUid();
    }

    @Override
    public ModSeq getModSeq() {
        return message.getModSeq();
    }

    @Override
    public Flags getFlags() {
        return message.createFlags();
    }

    @Override
    public long getSize() {
        return message.getFullContentOctets();
    }

    @Override
    public Date getInternalDate() {
        return message.getInternalDate();
    }

    @Override
    public Optional<Date> getSaveDate() {
        return message.getSaveDate();
    }

    @Override
    public int compareTo(MessageResult other) {
        return getUid().compareTo(other.getUid());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredMessageResult that
                && getUid().equals(that.getUid())
                && getMailboxId().equals(that.getMailboxId());
    }

    @Override
    public int hashCode() {
        return Objects.hash(getUid(), getMailboxId());
    }

    private Optional<Part> part(MimePath path) throws MailboxException {
        return structure().find(path.getPositions());
    }

    private Optional<Part> embedded(MimePath path) throws MailboxException {
        return part(path).filter(Part::isMessage).map(part -> part.children().get(0));
    }

    private Iterator<Header> fields(Optional<Part> part) throws MailboxException {
        return part.isEmpty()
                ? Collections.emptyIterator()
                : range(part.get().headerStart(), part.get().bodyStart())
                        .fields()
                        .iterator();
    }

    private StoredRange nothing() {
        return new StoredRange(content, 0, 0);
    }

    private StoredRange range(long from, long to) throws MailboxException {
        try {
            if (to > content.header().length) {
                content.check();
            }
        } catch (IOException e) {
            throw StoredRange.failure(e);
        }
        return new StoredRange(content, from, to);
    }
}

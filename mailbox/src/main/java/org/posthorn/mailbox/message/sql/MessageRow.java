// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Date;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.message.FlagBits;

/**
 * A message's row.
 *
 * @param bits its system flags, {@code \Recent} only where it is so by the folder's row too
 */
record MessageRow(
        long folder,
        long uid,
        long content,
        long thread,
        long modSeq,
        int bits,
        Optional<String> keywords,
        long internalDate,
        Optional<Long> saveDate,
        long size) {

    /** Of a message {@code m} in a folder {@code f}. */
    static final String COLUMNS = "m.folder_id, m.uid, m.content_id, m.thread_id, m.modseq, m.flags, m.keywords,"
            + " m.internal_date, m.save_date, m.size, f.recent_after";

    static MessageRow read(ResultSet row) throws SQLException {
        long uid = row.getLong(2);
        long content = row.getLong(3);
        long thread = row.getLong(4);
        int bits = row.getInt(6);
        long saved = row.getLong(9);
        Optional<Long> saveDate = row.wasNull() ? Optional.empty() : Optional.of(saved);
        return new MessageRow(
                row.getLong(1),
                uid,
                content,
                thread == 0 ? content : thread,
                row.getLong(5),
                uid > row.getLong(11) ? bits : bits & ~FlagBits.RECENT,
                Optional.ofNullable(row.getString(7)),
                row.getLong(8),
                saveDate,
                row.getLong(10));
    }

    MessageUid messageUid() {
        return MessageUid.of(uid);
    }

    Flags flags() {
        return FlagBits.flags(bits, keywords);
    }

    boolean isUnseen() {
        return (bits & FlagBits.SEEN) == 0;
    }

    MessageMetaData metaData() {
        return new MessageMetaData(
                messageUid(),
                ModSeq.of(modSeq),
                flags(),
                size,
                new Date(internalDate),
                saveDate.map(Date::new),
                new ContentId(content),
                ThreadId.fromBaseMessageId(new ContentId(thread)));
    }

    /** What a message of James's, which need not lie in this store, would have for a row. */
    static MessageRow of(MailboxMessage message) {
        if (message instanceof SqlMailboxMessage stored) {
            return stored.row();
        }
        Flags flags = message.createFlags();
        Optional<MessageUid> uid = Optional.ofNullable(message.getUid());
        Optional<ModSeq> modSeq = Optional.ofNullable(message.getModSeq());
        return new MessageRow(
                FolderId.of(message.getMailboxId()).value(),
                uid.map(MessageUid::asLong).orElse(0L),
                ContentId.of(message.getMessageId()).value(),
                ContentId.of(message.getThreadId().getBaseMessageId()).value(),
                modSeq.map(ModSeq::asLong).orElse(0L),
                FlagBits.of(flags),
                FlagBits.keywords(flags),
                message.getInternalDate().getTime(),
                message.getSaveDate().map(Date::getTime),
                message.getFullContentOctets());
    }

    MessageRow in(long newFolder) {
        return new MessageRow(newFolder, uid, content, thread, modSeq, bits, keywords, internalDate, saveDate, size);
    }

    MessageRow withSaveDate(long savedAt) {
        return new MessageRow(
                folder, uid, content, thread, modSeq, bits, keywords, internalDate, Optional.of(savedAt), size);
    }

    MessageRow withUid(long newUid) {
        return new MessageRow(folder, newUid, content, thread, modSeq, bits, keywords, internalDate, saveDate, size);
    }

    /** The same with other flags. */
    MessageRow withFlags(Flags flags, long newModSeq) {
        return new MessageRow(
                folder,
                uid,
                content,
                thread,
                newModSeq,
                FlagBits.of(flags),
                FlagBits.keywords(flags),
                internalDate,
                saveDate,
                size);
    }

    /** A copy of it with the same flags. */
    MessageRow copy(long newFolder, long newUid, long newModSeq, long savedAt) {
        return new MessageRow(
                newFolder,
                newUid,
                content,
                thread,
                newModSeq,
                bits,
                keywords,
                internalDate,
                Optional.of(savedAt),
                size);
    }

    MessageRow recent() {
        return withFlags(FlagBits.flags(bits | FlagBits.RECENT, keywords), modSeq);
    }

    /** The keywords as a statement takes them. */
    @Nullable
    Object keywordsOrNull() {
        return keywords.orElse(null);
    }

    @Nullable
    Object saveDateOrNull() {
        return saveDate.orElse(null);
    }
}

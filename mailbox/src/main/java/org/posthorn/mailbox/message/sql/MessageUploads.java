// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.io.IOException;
import java.io.InputStream;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.message.Append;
import org.posthorn.mailbox.structure.MessageParser;
import org.posthorn.mailbox.structure.RawMessage;

/** Stores messages of James's own kinds. What James found in them is not used: their bytes are parsed here. */
final class MessageUploads {

    private final SqlMessageStore store;

    MessageUploads(SqlMessageStore store) {
        this.store = store;
    }

    /**
     * Stores the message under its identity, or one more message of its content if that is there already, and tells it
     * its UID, MODSEQ and date.
     */
    MessageMetaData add(Mailbox folder, MailboxMessage message) throws MailboxException {
        MessageMetaData stored = exists(message)
                ? share(folder, message)
                : store(folder, message).metaData();
        message.setUid(stored.getUid());
        message.setModSeq(stored.getModSeq());
        message.setSaveDate(stored.getSaveDate().orElseGet(Date::new));
        return stored;
    }

    /** Adds a message of the same content; the flags are the given message's. */
    MessageMetaData share(Mailbox folder, MailboxMessage message) throws MailboxException {
        return store.transfers().copy(folder.getMailboxId(), List.of(MessageRow.of(message))).stream()
                .findFirst()
                .orElseThrow(() -> new MailboxException("the message to be copied was expunged"))
                .metaData();
    }

    private boolean exists(MailboxMessage message) throws MailboxException {
        long id = ContentId.of(message.getMessageId()).value();
        return !store.database()
                .read(connection -> store.messages().ofContents(connection, List.of(id)))
                .isEmpty();
    }

    private MessageRow store(Mailbox folder, MailboxMessage message) throws MailboxException {
        RawMessage raw = new RawMessage() {
            @Override
            public InputStream open() throws IOException {
                return message.getFullContent();
            }

            @Override
            public long size() {
                return message.getFullContentOctets();
            }
        };
        try {
            return store.insert(
                    new Append(
                            folder,
                            raw,
                            MessageParser.parse(raw),
                            message.createFlags(),
                            message.getInternalDate(),
                            Optional.empty()),
                    ContentId.of(message.getMessageId()).value());
        } catch (IOException e) {
            throw new MailboxException("a message cannot be read to be stored: " + e.getMessage(), e);
        }
    }
}

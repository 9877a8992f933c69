// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.apache.james.protocols.pop3.mailbox.Mailbox;
import org.apache.james.protocols.pop3.mailbox.MessageMetaData;

/**
 * A mailbox whose unique ids look as Dovecot writes them by default, {@code %08x%08x} of UID and UIDVALIDITY, so that
 * clients do not fetch everything again after a migration that keeps both numbers.
 */
final class ClassicUidlMailbox implements Mailbox {

    private final Mailbox mailbox;

    ClassicUidlMailbox(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public InputStream getMessage(String uid) throws IOException {
        return mailbox.getMessage(uid);
    }

    @Override
    public List<MessageMetaData> getMessages() throws IOException {
        return mailbox.getMessages().stream()
                .map(message -> (MessageMetaData) new Message(message.getUid(), message.getSize()))
                .toList();
    }

    @Override
    public void remove(String... uids) throws IOException {
        mailbox.remove(uids);
    }

    @Override
    public String getIdentifier() throws IOException {
        return mailbox.getIdentifier();
    }

    @Override
    public void close() throws IOException {
        mailbox.close();
    }

    private static final class Message extends MessageMetaData {

        Message(String uid, long size) {
            super(uid, size);
        }

        @Override
        public String getUid(String validity) {
            return String.format(Locale.ROOT, "%08x%08x", Long.parseLong(getUid()), Long.parseLong(validity));
        }
    }
}

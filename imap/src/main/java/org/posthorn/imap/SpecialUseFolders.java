// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.MailboxType;
import org.apache.james.imap.api.process.MailboxTyper;
import org.apache.james.mailbox.model.MailboxPath;

/** Which folder is for what (RFC 6154): Drafts, Sent, Junk and Trash, as the classic stack names them. */
public final class SpecialUseFolders implements MailboxTyper {

    static final List<String> NAMES = List.of("Drafts", "Sent", "Junk", "Trash");

    private static final Map<String, MailboxType> TYPES = Map.of(
            "INBOX", MailboxType.INBOX,
            "Drafts", MailboxType.DRAFTS,
            "Sent", MailboxType.SENT,
            "Junk", MailboxType.SPAM,
            "Trash", MailboxType.TRASH);

    @Inject
    public SpecialUseFolders() {}

    @Override
    public MailboxType getMailboxType(ImapSession session, MailboxPath path) {
        return TYPES.getOrDefault(path.getName(), MailboxType.OTHER);
    }
}

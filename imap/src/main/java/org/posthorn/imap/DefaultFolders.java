// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxManager.CreateOption;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.model.MailboxPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Gives a user who comes for the first time an INBOX and the folders Drafts, Sent, Junk and Trash, subscribed.
 *
 * <p>"For the first time" means that there is no INBOX, or nothing but the INBOX that a delivery has made: so a folder
 * that its owner has deleted comes back only when he has deleted all of them. A failure is logged and never keeps
 * anybody from logging in. Blocks.
 */
public final class DefaultFolders {

    private static final Logger LOGGER = LoggerFactory.getLogger(DefaultFolders.class);
    private static final List<String> FOLDERS = SpecialUseFolders.NAMES;

    private final MailboxManager mailboxes;

    @Inject
    public DefaultFolders(MailboxManager mailboxes) {
        this.mailboxes = mailboxes;
    }

    void provide(MailboxSession session) {
        try {
            List<MailboxPath> missing = missing(session);
            for (MailboxPath path : missing) {
                create(path, session);
            }
        } catch (MailboxException | RuntimeException e) {
            LOGGER.warn(
                    "check=folders user={} result=incomplete remedy=\"the next login tries again\"",
                    session.getUser().asString(),
                    e);
        }
    }

    private List<MailboxPath> missing(MailboxSession session) {
        MailboxPath inbox = MailboxPath.inbox(session);
        boolean known = FOLDERS.stream().anyMatch(name -> exists(path(name, session), session));
        if (known && exists(inbox, session)) {
            return List.of();
        }
        List<MailboxPath> others = known
                ? List.of()
                : FOLDERS.stream().map(name -> path(name, session)).toList();
        return exists(inbox, session) ? others : concat(inbox, others);
    }

    private static List<MailboxPath> concat(MailboxPath first, List<MailboxPath> others) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(first), others.stream())
                .toList();
    }

    private static MailboxPath path(String name, MailboxSession session) {
        return MailboxPath.forUser(session.getUser(), name);
    }

    private boolean exists(MailboxPath path, MailboxSession session) {
        return Boolean.TRUE.equals(
                Mono.from(mailboxes.mailboxExists(path, session)).block());
    }

    private void create(MailboxPath path, MailboxSession session) throws MailboxException {
        try {
            mailboxes.createMailbox(path, CreateOption.CREATE_SUBSCRIPTION, session);
        } catch (MailboxExistsException e) {
            LOGGER.debug("another login was faster", e);
        }
    }
}

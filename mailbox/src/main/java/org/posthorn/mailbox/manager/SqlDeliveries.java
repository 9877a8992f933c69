// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.io.IOException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNameException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.Delivered;
import org.posthorn.mailbox.Deliveries;
import org.posthorn.mailbox.DeliveryKey;
import org.posthorn.mailbox.FolderNames;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.message.Append;
import org.posthorn.mailbox.message.Appended;
import org.posthorn.mailbox.message.sql.SqlMessageStore;
import org.posthorn.mailbox.structure.MessageParser;
import org.posthorn.mailbox.structure.ParsedMessage;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deliveries into the store: one pass over the mail's bytes, one transaction, one event. Blocks. */
@Singleton
public final class SqlDeliveries implements Deliveries {

    private static final Logger LOGGER = LoggerFactory.getLogger(SqlDeliveries.class);

    /** How often a folder may vanish between finding it and storing a message in it. */
    private static final int ATTEMPTS = 5;

    private final MailboxManager manager;
    private final DeliveryFolders folders;
    private final SqlMessageStore messages;
    private final FolderEvents events;
    private final Clock clock;

    @Inject
    public SqlDeliveries(
            MailboxManager manager,
            DeliveryFolders folders,
            SqlMessageStore messages,
            FolderEvents events,
            Clock clock) {
        this.manager = manager;
        this.folders = folders;
        this.messages = messages;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Delivered deliver(
            Username owner, String folderName, RawMessage message, Flags flags, Optional<DeliveryKey> key)
            throws MailboxException {
        MailboxSession session = manager.createSystemSession(owner);
        ParsedMessage parsed = parse(message);
        Flags all = new Flags(flags);
        all.add(Flags.Flag.RECENT);
        MailboxPath path = path(session, folderName);
        for (int attempt = 1; ; attempt++) {
            Mailbox folder = folders.find(path, session);
            try {
                Append append = new Append(folder, message, parsed, all, Date.from(clock.instant()), key);
                return delivered(session, folder, messages.append(append));
            } catch (MailboxNotFoundException e) {
                folders.forget(path);
                if (attempt == ATTEMPTS) {
                    throw new StoreUnavailableException("the folder vanishes again and again", e);
                }
            }
        }
    }

    private Delivered delivered(MailboxSession session, Mailbox folder, Appended appended) {
        if (appended.isNew()) {
            tell(session, folder, appended);
        }
        return new Delivered(
                folder.generateAssociatedPath(),
                appended.metaData().getUid(),
                ContentId.of(appended.metaData().getMessageId()),
                appended.isNew());
    }

    /** The mail is stored whatever comes of this: to fail now would deliver it again. */
    private void tell(MailboxSession session, Mailbox folder, Appended appended) {
        try {
            events.added(session, folder, List.of(appended.metaData()), true).block();
        } catch (RuntimeException e) {
            LOGGER.warn(
                    "folder={} uid={} check=events result=failed",
                    folder.getMailboxId().serialize(),
                    appended.metaData().getUid().asLong(),
                    e);
        }
    }

    private static ParsedMessage parse(RawMessage message) throws MailboxException {
        try {
            return MessageParser.parse(message);
        } catch (IOException e) {
            throw new StoreUnavailableException("the mail cannot be read now", e);
        }
    }

    private static MailboxPath path(MailboxSession session, String folderName) {
        MailboxPath inbox = MailboxPath.inbox(session);
        MailboxPath path = MailboxPath.forUser(session.getUser(), folderName).sanitize(session.getPathDelimiter());
        if (path.isInbox()) {
            return inbox;
        }
        try {
            FolderNames.check(path);
            return path.assertAcceptable(session.getPathDelimiter());
        } catch (MailboxNameException e) {
            LOGGER.warn(
                    "user={} folder=\"{}\" result=inbox reason=\"this cannot be the name of a folder\"",
                    LogText.of(session.getUser().asString()),
                    LogText.of(folderName));
            return inbox;
        }
    }
}

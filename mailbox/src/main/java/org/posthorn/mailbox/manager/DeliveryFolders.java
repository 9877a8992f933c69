// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxManager.CreateOption;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.posthorn.mailbox.folder.sql.SqlMailboxMapper;
import org.posthorn.mailbox.orphan.sql.AccountIdentity;

/**
 * Finds the folder of a path, and makes it, subscribed, where it is missing. An account's first delivery makes its INBOX
 * and, if it has none of them, Drafts, Sent, Junk and Trash.
 *
 * <p>What was found is remembered. That a folder was deleted or renamed since is noticed when the message is stored, for
 * the store looks for number and name together.
 */
@Singleton
final class DeliveryFolders {

    private static final List<String> DEFAULTS = List.of("Drafts", "Sent", "Junk", "Trash");

    private static final int REMEMBERED = 20_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

    private final MailboxManager manager;
    private final SqlMailboxMapper folders;
    private final AccountIdentity identity;
    private final FolderEvents events;
    private final Cache<MailboxPath, Mailbox> known = CacheBuilder.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    @Inject
    DeliveryFolders(MailboxManager manager, SqlMailboxMapper folders, AccountIdentity identity, FolderEvents events) {
        this.manager = manager;
        this.folders = folders;
        this.identity = identity;
        this.events = events;
    }

    /** The folder of that path. */
    Mailbox find(MailboxPath path, MailboxSession session) throws MailboxException {
        identity.checkRecently(path.getUser().asString());
        Mailbox remembered = known.getIfPresent(path);
        if (remembered != null) {
            return new Mailbox(remembered);
        }
        Optional<Mailbox> there = read(path);
        Mailbox found = there.isPresent() ? there.get() : make(path, session);
        known.put(path, new Mailbox(found));
        return found;
    }

    /** The folder is not what it was. */
    void forget(MailboxPath path) {
        known.invalidate(path);
    }

    private Mailbox make(MailboxPath path, MailboxSession session) throws MailboxException {
        MailboxPath inbox = MailboxPath.inbox(path.getUser());
        if (path.equals(inbox) || read(inbox).isEmpty()) {
            begin(inbox, session);
        }
        Optional<Mailbox> there = read(path);
        if (there.isPresent()) {
            return there.get();
        }
        create(path, session);
        return read(path).orElseThrow(() -> new MailboxNotFoundException(path));
    }

    /** The first folders, in one transaction: they are made for many accounts at once when a server is new. */
    private void begin(MailboxPath inbox, MailboxSession session) throws MailboxException {
        List<MailboxPath> defaults = DEFAULTS.stream()
                .map(name -> MailboxPath.forUser(session.getUser(), name))
                .toList();
        List<MailboxPath> missing = new ArrayList<>(List.of(inbox));
        if (!folders.isAnyThere(defaults)) {
            missing.addAll(defaults);
        }
        try {
            for (Mailbox folder : folders.createSubscribed(missing)) {
                events.created(session, folder).block();
            }
        } catch (MailboxExistsException e) {
            // a login or another delivery is at it, too, and one of them makes each
            for (MailboxPath path : missing) {
                create(path, session);
            }
        }
    }

    private void create(MailboxPath path, MailboxSession session) throws MailboxException {
        try {
            manager.createMailbox(path, CreateOption.CREATE_SUBSCRIPTION, session);
        } catch (MailboxExistsException e) {
            forget(path);
        }
    }

    private Optional<Mailbox> read(MailboxPath path) throws MailboxException {
        return MailboxReactorUtils.blockOptional(folders.findMailboxByPath(path));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import com.google.common.base.Preconditions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager.MailboxRenamedResult;
import org.apache.james.mailbox.MailboxManager.RenameOption;
import org.apache.james.mailbox.acl.ACLDiff;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.UnsupportedRightException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.model.search.ExactName;
import org.apache.james.mailbox.model.search.MailboxNameExpression;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.FolderNames;
import org.posthorn.mailbox.StoreRefusedException;
import org.posthorn.mailbox.StoreThreads;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreWork;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The folders' rows behind James's interface. It holds no state, so one serves all sessions.
 *
 * <p>What is returned does its work when subscribed to, on a thread that may block. Lists are read a page at a time, so a
 * list that somebody changes meanwhile shows each folder as its page had it. A name that a row cannot hold ends in a
 * {@link org.apache.james.mailbox.exception.MailboxNameException}, a path that is taken in {@link
 * MailboxExistsException}.
 */
@Singleton
public final class SqlMailboxMapper implements MailboxMapper {

    private final StoreDatabase database;
    private final DeletedFolders deleted;
    private final FolderStatements statements;
    private final TreeRename treeRename;

    @Inject
    public SqlMailboxMapper(StoreDatabase database, DeletedFolders deleted) {
        this.database = database;
        this.deleted = deleted;
        this.statements = new FolderStatements(database.tables());
        this.treeRename = new TreeRename(database.tables(), statements);
    }

    @Override
    public Mono<Mailbox> create(MailboxPath path, UidValidity uidValidity) {
        return blocking(() -> claiming(path, connection -> statements.create(connection, path, uidValidity)));
    }

    /**
     * Makes folders of one owner, subscribed by him, in one transaction: all of them, or none.
     *
     * @throws MailboxExistsException if one is there already
     */
    public List<Mailbox> createSubscribed(List<MailboxPath> paths) throws MailboxException {
        return claiming(paths.get(0), connection -> statements.createSubscribed(connection, paths));
    }

    /** Whether any of these folders of one owner is there. */
    public boolean isAnyThere(List<MailboxPath> paths) throws MailboxException {
        return database.read(connection -> statements.count(connection, paths)) > 0;
    }

    @Override
    public Mono<MailboxId> rename(Mailbox mailbox) {
        Preconditions.checkNotNull(mailbox.getMailboxId(), "the folder has no identity");
        MailboxPath path = mailbox.generateAssociatedPath();
        return blocking(() -> {
            FolderId id = FolderId.of(mailbox.getMailboxId());
            claiming(path, connection -> {
                statements.rename(connection, id, path);
                return id;
            });
            return id;
        });
    }

    /**
     * Renames a folder with all below it, and their subscriptions where that is wanted: all or nothing.
     *
     * @return what was renamed, the folder itself first
     */
    public Mono<List<MailboxRenamedResult>> renameTree(FolderId id, MailboxPath target, RenameOption option) {
        boolean withSubscriptions = option == RenameOption.RENAME_SUBSCRIPTIONS;
        return blocking(
                () -> claiming(target, connection -> treeRename.rename(connection, id, target, withSubscriptions)));
    }

    /** Ends the folder; its messages go at once if nothing comes between, or with the next round of housekeeping. */
    @Override
    public Mono<Void> delete(Mailbox mailbox) {
        return blocking(() -> {
                    deleted.delete(FolderId.of(mailbox.getMailboxId()));
                    return mailbox;
                })
                .then();
    }

    @Override
    public Mono<Mailbox> findMailboxByPath(MailboxPath path) {
        return blocking(() -> database.read(connection -> statements.byPath(connection, path)))
                .flatMap(Mono::justOrEmpty);
    }

    @Override
    public Mono<Mailbox> findMailboxById(MailboxId id) {
        return blocking(() -> database.read(connection -> statements.byId(connection, FolderId.of(id)))
                .orElseThrow(() -> new MailboxNotFoundException(id)));
    }

    @Override
    public Flux<Mailbox> findMailboxWithPathLike(MailboxQuery.UserBound query) {
        MailboxNameExpression expression = query.getMailboxNameExpression();
        if (expression instanceof ExactName) {
            return findMailboxByPath(new MailboxPath(
                            query.getFixedNamespace(), query.getFixedUser(), expression.getCombinedName()))
                    .flux();
        }
        String pattern = NamePatterns.like(expression);
        return pages(after -> connection -> statements.byNamePattern(
                        connection, query.getFixedUser(), query.getFixedNamespace(), pattern, after))
                .filter(query::matches);
    }

    @Override
    public Mono<Boolean> hasChildren(Mailbox mailbox, char delimiter) {
        return blocking(() -> database.read(connection ->
                statements.hasNamesBelow(connection, mailbox.generateAssociatedPath(), mailbox.getName() + delimiter)));
    }

    @Override
    public Flux<Mailbox> findNonPersonalMailboxes(Username user, Right right) {
        EntryKey key = EntryKey.createUserEntryKey(user);
        return pages(after -> connection -> statements.withRights(connection, after))
                .filter(mailbox -> Optional.ofNullable(mailbox.getACL()
                                .ofPositiveNameType(NameType.user)
                                .get(key))
                        .map(rights -> rights.contains(right))
                        .orElse(false));
    }

    @Override
    public Flux<Mailbox> list() {
        return pages(after -> connection -> statements.all(connection, after));
    }

    @Override
    public Mono<ACLDiff> updateACL(Mailbox mailbox, MailboxACL.ACLCommand command) {
        return changeRights(mailbox, rights -> rights.apply(command));
    }

    @Override
    public Mono<ACLDiff> setACL(Mailbox mailbox, MailboxACL acl) {
        return changeRights(mailbox, rights -> acl);
    }

    private Mono<ACLDiff> changeRights(Mailbox mailbox, RightsChange change) {
        return blocking(() -> database.write(
                connection -> statements.changeRights(connection, FolderId.of(mailbox.getMailboxId()), change)));
    }

    private <T> T claiming(MailboxPath path, StoreWork<T> work) throws MailboxException {
        FolderNames.check(path);
        try {
            return database.write(work);
        } catch (StoreRefusedException e) {
            if (!e.isDuplicate()) {
                throw e;
            }
            MailboxExistsException exists = new MailboxExistsException(path.getName());
            exists.initCause(e);
            throw exists;
        }
    }

    private Flux<Mailbox> pages(PageReader reader) {
        return page(reader, FolderPage.Start.FIRST)
                .expand(page -> page.next().map(next -> page(reader, next)).orElseGet(Mono::empty))
                .flatMapIterable(FolderPage::folders);
    }

    private Mono<FolderPage> page(PageReader reader, FolderPage.Start start) {
        return blocking(() -> database.read(reader.after(start)));
    }

    private static <T> Mono<T> blocking(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(StoreThreads.STATEMENTS);
    }

    /** A change of rights, applied to those found under the row's lock. */
    @FunctionalInterface
    interface RightsChange {
        MailboxACL apply(MailboxACL rights) throws UnsupportedRightException;
    }

    @FunctionalInterface
    private interface PageReader {
        StoreWork<FolderPage> after(FolderPage.Start start);
    }
}

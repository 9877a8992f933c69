// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MultimailboxesSearchQuery;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.NoMailboxPathLocker;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.mail.NaiveThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreThreads;
import org.posthorn.mailbox.folder.sql.SqlMailboxMapper;
import org.posthorn.mailbox.manager.sql.FolderSizes.FolderSize;
import org.posthorn.mailbox.orphan.sql.AccountIdentity;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * James's manager of folders over the store. What is big goes in chunks: see {@link MessageTransfer} for COPY and MOVE,
 * whose ranges end at the last message there is, and the mapper for the end of a folder.
 *
 * <p>There are no locks in this process: the database's are the only ones, because other servers may write too.
 */
@Singleton
public final class PosthornMailboxManager extends StoreMailboxManager {

    private static final Logger LOGGER = LoggerFactory.getLogger(PosthornMailboxManager.class);

    private static final EnumSet<MailboxCapabilities> CAPABILITIES = EnumSet.allOf(MailboxCapabilities.class);

    private final FolderServices services;
    private final AccountIdentity identity;

    @Inject
    public PosthornMailboxManager(
            StoreParts store,
            AccessParts access,
            MessageSearchIndex index,
            FolderEvents events,
            DeletionHooks hooks,
            Clock clock) {
        super(
                store.mappers(),
                access.sessions(),
                new NoMailboxPathLocker(),
                new MessageParser(),
                store.ids(),
                access.annotations(),
                events.bus(),
                access.rights(),
                access.quota(),
                index,
                MailboxManagerConfiguration.DEFAULT,
                hooks.forJames(),
                new NaiveThreadIdGuessingAlgorithm(),
                clock);
        this.services = new FolderServices(store, access, index, events, hooks);
        this.identity = store.identity();
    }

    /** Before a user's own session begins, mail that was another's of the same name is set apart. */
    @Override
    public AuthorizationStep authenticate(Username user) {
        AuthorizationStep step = super.authenticate(user);
        return new AuthorizationStep() {
            @Override
            public MailboxSession as(Username other) throws MailboxException {
                identity.check(other.asString());
                return step.as(other);
            }

            @Override
            public MailboxSession withoutDelegation() throws MailboxException {
                identity.check(user.asString());
                return step.withoutDelegation();
            }

            @Override
            public MailboxSession forMatchingUser(Predicate<Username> other) throws MailboxException {
                MailboxSession session = step.forMatchingUser(other);
                identity.check(session.getUser().asString());
                return session;
            }
        };
    }

    @Override
    public EnumSet<MailboxCapabilities> getSupportedMailboxCapabilities() {
        return CAPABILITIES;
    }

    @Override
    public EnumSet<MessageCapabilities> getSupportedMessageCapabilities() {
        return PosthornMessageManager.CAPABILITIES;
    }

    @Override
    protected PosthornMessageManager createMessageManager(Mailbox folder, MailboxSession session) {
        return new PosthornMessageManager(services, folder);
    }

    @Override
    public void deleteMailbox(MailboxPath path, MailboxSession session) throws MailboxException {
        checkOwner(path, session);
        Optional<Mailbox> folder =
                MailboxReactorUtils.blockOptional(mapper(session).findMailboxByPath(path));
        delete(folder.orElseThrow(() -> new MailboxNotFoundException(path)), session);
    }

    @Override
    public Mailbox deleteMailbox(MailboxId id, MailboxSession session) throws MailboxException {
        Mailbox folder = MailboxReactorUtils.block(mapper(session).findMailboxById(id));
        checkOwner(folder.generateAssociatedPath(), session);
        return delete(folder, session);
    }

    @Override
    public Mono<Mailbox> deleteMailboxReactive(MailboxId id, MailboxSession session) {
        return Mono.fromCallable(() -> deleteMailbox(id, session)).subscribeOn(StoreThreads.WORK);
    }

    @Override
    public Mono<Void> deleteMailboxReactive(MailboxPath path, MailboxSession session) {
        return Mono.fromCallable(() -> {
                    deleteMailbox(path, session);
                    return path;
                })
                .subscribeOn(StoreThreads.WORK)
                .then();
    }

    /** James renames folder by folder, so that a fault leaves half of them under the old name; here it is one transaction. */
    @Override
    public Mono<List<MailboxRenamedResult>> renameMailboxReactive(
            MailboxPath from,
            MailboxPath to,
            RenameOption option,
            MailboxSession fromSession,
            MailboxSession toSession) {
        return destination(to, toSession).flatMap(target -> Mono.fromCallable(() -> owned(from, fromSession))
                .flatMap(path -> mapper(fromSession).findMailboxByPath(path))
                .switchIfEmpty(Mono.error(() -> new MailboxNotFoundException(from)))
                .flatMap(folder -> rename(folder, target, option, fromSession)));
    }

    @Override
    public Mono<List<MailboxRenamedResult>> renameMailboxReactive(
            MailboxId id, MailboxPath to, RenameOption option, MailboxSession session) {
        return destination(to, session)
                .flatMap(target -> mapper(session).findMailboxById(id).flatMap(folder -> Mono.fromCallable(
                                () -> owned(folder.generateAssociatedPath(), session))
                        .then(rename(folder, target, option, session))));
    }

    /** The messages of a thread as the store put it together when they came, from all folders the session may read. */
    @Override
    public Flux<MessageId> getThread(ThreadId thread, MailboxSession session) {
        SearchQuery query = SearchQuery.of(SearchQuery.threadId(thread));
        return search(MultimailboxesSearchQuery.from(query).build(), session, Long.MAX_VALUE);
    }

    private Mailbox delete(Mailbox folder, MailboxSession session) throws MailboxException {
        QuotaRoot root = services.access().quota().getQuotaRootResolver().getQuotaRoot(folder);
        services.hooks().tell(services.store().mappers().getMessageMapper(session), folder, MessageRange.all());
        FolderSize size = services.store().sizes().of(FolderId.of(folder.getMailboxId()));
        MailboxReactorUtils.block(mapper(session).delete(folder));
        LOGGER.info(
                "folder={} user={} name=\"{}\" action=delete messages={} bytes={}",
                folder.getMailboxId().serialize(),
                LogText.of(session.getUser().asString()),
                LogText.of(folder.getName()),
                size.messages(),
                size.bytes());
        services.events().deleted(session, folder, root, size).block();
        return folder;
    }

    private Mono<List<MailboxRenamedResult>> rename(
            Mailbox folder, MailboxPath target, RenameOption option, MailboxSession session) {
        return mapper(session)
                .renameTree(FolderId.of(folder.getMailboxId()), target, option)
                .flatMap(renamed -> Flux.fromIterable(renamed)
                        .concatMap(result -> services.events().renamed(session, result))
                        .then(Mono.just(renamed)));
    }

    /** A path that may become a folder's. */
    private Mono<MailboxPath> destination(MailboxPath to, MailboxSession session) {
        MailboxPath path = to.sanitize(session.getPathDelimiter());
        return mailboxExists(path, session)
                .flatMap(exists -> Mono.fromCallable(() -> {
                    if (exists) {
                        throw new MailboxExistsException(path.toString());
                    }
                    path.assertAcceptable(session.getPathDelimiter());
                    return owned(path, session);
                }));
    }

    private SqlMailboxMapper mapper(MailboxSession session) {
        return services.store().mappers().createMailboxMapper(session);
    }

    private static MailboxPath owned(MailboxPath path, MailboxSession session) throws MailboxException {
        checkOwner(path, session);
        return path;
    }

    private static void checkOwner(MailboxPath path, MailboxSession session) throws MailboxException {
        if (!path.belongsTo(session)) {
            throw new MailboxNotFoundException(path);
        }
    }
}

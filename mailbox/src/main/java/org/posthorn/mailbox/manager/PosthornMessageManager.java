// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.mail.Flags;
import org.apache.james.mailbox.MailboxManager.MessageCapabilities;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.RecentMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.ReadOnlyException;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MessageResultIterator;
import org.apache.james.mailbox.store.BatchSizes;
import org.apache.james.mailbox.store.NoMailboxPathLocker;
import org.apache.james.mailbox.store.StoreMessageManager;
import org.apache.james.mailbox.store.mail.FetchGroupConverter;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.Outflow;
import org.posthorn.mailbox.StoreThreads;
import org.posthorn.mailbox.message.Append;
import org.posthorn.mailbox.message.Appended;
import org.posthorn.mailbox.message.sql.SqlMailboxMessage;
import org.posthorn.mailbox.message.sql.SqlMessageMapper;
import org.posthorn.mailbox.structure.MessageParser;
import org.posthorn.mailbox.structure.ParsedMessage;
import org.posthorn.mailbox.structure.StoredMessageResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A folder as James's protocols use it. Messages are parsed once, when they come, and read a page at a time; nothing here
 * grows with the size of a folder but the lists of UIDs that James's interface asks for.
 *
 * <p>Failures of the store are {@link org.posthorn.mailbox.StoreUnavailableException}s, which IMAP answers with NO; events
 * are dispatched after the COMMIT, so nobody is told of what did not happen.
 */
final class PosthornMessageManager extends StoreMessageManager {

    static final EnumSet<MessageCapabilities> CAPABILITIES = EnumSet.of(MessageCapabilities.UniqueID);

    private final FolderServices services;

    PosthornMessageManager(FolderServices services, Mailbox folder) {
        super(
                CAPABILITIES,
                services.store().mappers(),
                services.index(),
                services.events().bus(),
                new NoMailboxPathLocker(),
                folder,
                services.access().quota().getQuotaManager(),
                services.access().quota().getQuotaRootResolver(),
                BatchSizes.defaultValues(),
                services.access().rights(),
                services.hooks().forJames(),
                (mailbox, date, size, bodyStart, content, flags, properties, parsed, session, headers) ->
                        Mono.error(new UnsupportedOperationException("messages are appended by the manager itself")));
        this.services = services;
    }

    /** The system flags, and any keyword a client thinks of. */
    @Override
    public Flags getPermanentFlags(MailboxSession session) {
        Flags flags = super.getPermanentFlags(session);
        flags.add(Flags.Flag.USER);
        return flags;
    }

    @Override
    public AppendResult appendMessage(
            InputStream message,
            @Nullable Date internalDate,
            MailboxSession session,
            boolean isRecent,
            @Nullable Flags flags)
            throws MailboxException {
        Arrival arrival = new Arrival(
                Optional.ofNullable(internalDate).orElseGet(Date::new),
                flags == null ? new Flags() : flags,
                isRecent,
                false);
        return append(() -> message, arrival, session);
    }

    @Override
    public AppendResult appendMessage(AppendCommand command, MailboxSession session) throws MailboxException {
        Arrival arrival =
                new Arrival(command.getInternalDate(), command.getFlags(), command.isRecent(), command.isDelivery());
        return append(() -> command.getMsgIn().getInputStream(), arrival, session);
    }

    @Override
    public Mono<AppendResult> appendMessageReactive(AppendCommand command, MailboxSession session) {
        return blocking(() -> appendMessage(command, session));
    }

    private AppendResult append(Opener message, Arrival arrival, MailboxSession session) throws MailboxException {
        checkWriteable(session);
        Appended appended;
        try (InputStream in = message.open();
                IncomingMessage raw = IncomingMessage.read(in)) {
            ParsedMessage parsed = MessageParser.parse(raw);
            services.checkQuota(getMailboxEntity(), 1, parsed.size());
            appended = services.store()
                    .messages()
                    .append(new Append(
                            getMailboxEntity(),
                            raw,
                            parsed,
                            arrival.allFlags(),
                            arrival.internalDate(),
                            Optional.empty()));
        } catch (IOException e) {
            throw new MailboxException("the message cannot be read", e);
        }
        MessageMetaData stored = appended.metaData();
        services.events()
                .added(session, getMailboxEntity(), List.of(stored), arrival.isDelivery())
                .block();
        return new AppendResult(
                new ComposedMessageId(getId(), stored.getMessageId(), stored.getUid()),
                stored.getSize(),
                Optional.empty(),
                stored.getThreadId());
    }

    @Override
    public MessageResultIterator getMessages(MessageRange range, FetchGroup group, MailboxSession session) {
        return new ResultPages(
                mapper(session)
                        .findInMailbox(
                                getMailboxEntity(),
                                range,
                                FetchGroupConverter.getFetchType(group),
                                MessageMapper.UNLIMITED),
                PosthornMessageManager::result);
    }

    @Override
    public Flux<MessageResult> getMessagesReactive(MessageRange range, FetchGroup group, MailboxSession session) {
        return Outflow.paced(mapper(session)
                .findInMailboxReactive(
                        getMailboxEntity(), range, FetchGroupConverter.getFetchType(group), MessageMapper.UNLIMITED)
                .map(PosthornMessageManager::result));
    }

    @Override
    public Flux<ComposedMessageIdWithMetaData> listMessagesMetadata(MessageRange range, MailboxSession session) {
        return Outflow.paced(mapper(session).listMessagesMetadata(getMailboxEntity(), range));
    }

    @Override
    public Iterator<MessageUid> expunge(MessageRange range, MailboxSession session) throws MailboxException {
        checkWriteable(session);
        List<MessageUid> marked = mapper(session).retrieveMessagesMarkedForDeletion(getMailboxEntity(), range);
        return remove(marked, session).iterator();
    }

    @Override
    public Flux<MessageUid> expungeReactive(MessageRange range, MailboxSession session) {
        return blocking(() -> expunge(range, session)).flatMapIterable(uids -> () -> uids);
    }

    @Override
    public void delete(List<MessageUid> uids, MailboxSession session) throws MailboxException {
        remove(uids, session);
    }

    @Override
    public Mono<Void> deleteReactive(List<MessageUid> uids, MailboxSession session) {
        return blocking(() -> remove(uids, session)).then();
    }

    @Override
    public Mono<List<MessageRange>> copyTo(MessageRange range, StoreMessageManager target, MailboxSession session) {
        return blocking(() -> {
            checkWriteable(target, session);
            return transfer(target, session).copy(range);
        });
    }

    @Override
    public Mono<List<MessageRange>> moveTo(MessageRange range, StoreMessageManager target, MailboxSession session) {
        return blocking(() -> {
            checkWriteable(session);
            checkWriteable(target, session);
            return transfer(target, session).move(range);
        });
    }

    /** Opening a folder takes its recent messages. Nobody is told: to other sessions they never were recent. */
    @Override
    protected Mono<List<MessageUid>> recent(RecentMode mode, MailboxSession session) throws MailboxException {
        if (mode != RecentMode.RESET) {
            return super.recent(mode, session);
        }
        checkWriteable(session);
        return blocking(() -> mapper(session).takeRecent(getMailboxEntity()));
    }

    private MessageTransfer transfer(StoreMessageManager target, MailboxSession session) {
        return new MessageTransfer(services, session, getMailboxEntity(), target.getMailboxEntity());
    }

    private List<MessageUid> remove(List<MessageUid> uids, MailboxSession session) throws MailboxException {
        List<MessageUid> removed = new ArrayList<>();
        for (List<MessageUid> chunk : Lists.partition(uids, RowPages.PAGE)) {
            services.hooks().tell(mapper(session), getMailboxEntity(), chunk);
            Map<MessageUid, MessageMetaData> gone = mapper(session).deleteMessages(getMailboxEntity(), chunk);
            if (!gone.isEmpty()) {
                removed.addAll(gone.keySet());
                services.events()
                        .expunged(session, getMailboxEntity(), gone.values())
                        .block();
            }
        }
        return removed;
    }

    private static MessageResult result(MailboxMessage message) {
        return new StoredMessageResult(message, ((SqlMailboxMessage) message).content());
    }

    private SqlMessageMapper mapper(MailboxSession session) {
        return services.store().mappers().createMessageMapper(session);
    }

    private void checkWriteable(MailboxSession session) throws MailboxException {
        checkWriteable(this, session);
    }

    private static void checkWriteable(StoreMessageManager folder, MailboxSession session) throws MailboxException {
        if (!folder.isWriteable(session)) {
            throw new ReadOnlyException(folder.getMailboxPath());
        }
    }

    private static <T> Mono<T> blocking(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(StoreThreads.WORK);
    }

    @FunctionalInterface
    private interface Opener {
        InputStream open() throws IOException;
    }

    /** What comes with a message that is appended. */
    private record Arrival(Date internalDate, Flags flags, boolean isRecent, boolean isDelivery) {

        /** As James does it, the caller's flags become the message's. */
        Flags allFlags() {
            if (isRecent) {
                flags.add(Flags.Flag.RECENT);
            }
            return flags;
        }
    }
}

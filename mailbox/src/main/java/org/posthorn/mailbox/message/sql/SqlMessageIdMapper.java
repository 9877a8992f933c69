// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import com.github.fge.lambdas.Throwing;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimap;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreThreads;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The messages that share a content, in whatever folders, for James. Where the interface declares no failure, the store's
 * comes out as the {@link MailboxException} it is, undeclared.
 */
public final class SqlMessageIdMapper implements MessageIdMapper {

    private final SqlMessageStore store;
    private final MessageReader reader;
    private final MessageUploads uploads;
    private final String folder;

    @Inject
    public SqlMessageIdMapper(SqlMessageStore store, SqlContents contents) {
        this.store = store;
        this.reader = new MessageReader(store.database(), store.messages(), contents);
        this.uploads = new MessageUploads(store);
        this.folder = store.database()
                .tables()
                .sql("SELECT namespace, owner, name, uid_validity FROM {folder} WHERE id = ? AND owner <> '#deleted'");
    }

    @Override
    public List<MailboxMessage> find(Collection<MessageId> ids, FetchType type) {
        return Throwing.supplier(() -> reader.messages(rows(ids), type))
                .sneakyThrow()
                .get();
    }

    @Override
    public Flux<ComposedMessageIdWithMetaData> findMetadata(MessageId id) {
        return Flux.defer(() -> Flux.fromIterable(find(List.of(id), FetchType.METADATA)))
                .map(MailboxMessage::getComposedMessageIdWithMetaData)
                .subscribeOn(StoreThreads.STATEMENTS);
    }

    @Override
    public List<MailboxId> findMailboxes(MessageId id) {
        return find(List.of(id), FetchType.METADATA).stream()
                .map(MailboxMessage::getMailboxId)
                .distinct()
                .toList();
    }

    @Override
    public void save(MailboxMessage message) throws MailboxException {
        uploads.add(folder(FolderId.of(message.getMailboxId())), message);
    }

    @Override
    public void copyInMailbox(MailboxMessage message, Mailbox mailbox) throws MailboxException {
        uploads.share(mailbox, message);
    }

    @Override
    public void delete(MessageId id) {
        delete(id, any -> true);
    }

    @Override
    public void delete(MessageId id, Collection<MailboxId> mailboxes) {
        delete(id, row -> mailboxes.contains(new FolderId(row.folder())));
    }

    @Override
    public Mono<Void> copyInMailboxReactive(MailboxMessage message, Mailbox mailbox) {
        return later(Throwing.runnable(() -> copyInMailbox(message, mailbox)).sneakyThrow());
    }

    @Override
    public Mono<Void> deleteReactive(MessageId id, Collection<MailboxId> mailboxes) {
        return later(() -> delete(id, mailboxes));
    }

    @Override
    public Mono<Void> deleteReactive(Multimap<MessageId, MailboxId> ids) {
        return later(() -> delete(ids));
    }

    @Override
    public Mono<Multimap<MailboxId, UpdatedFlags>> setFlags(
            MessageId id, List<MailboxId> mailboxes, Flags state, FlagsUpdateMode mode) {
        return Mono.fromCallable(() -> update(id, mailboxes, new FlagsUpdateCalculator(state, mode)))
                .subscribeOn(StoreThreads.STATEMENTS);
    }

    private Multimap<MailboxId, UpdatedFlags> update(
            MessageId id, List<MailboxId> mailboxes, FlagsUpdateCalculator change) throws MailboxException {
        ImmutableListMultimap.Builder<MailboxId, UpdatedFlags> updated = ImmutableListMultimap.builder();
        long content = ContentId.of(id).value();
        for (MessageRow first : firstOfFolders(rows(List.of(id)))) {
            FolderId holder = new FolderId(first.folder());
            if (mailboxes.contains(holder)) {
                updated.putAll(holder, store.flags().ofContent(holder, change, content));
            }
        }
        return updated.build();
    }

    private static Mono<Void> later(Runnable call) {
        return Mono.<Void>fromRunnable(call).subscribeOn(StoreThreads.STATEMENTS);
    }

    private void delete(MessageId id, Predicate<MessageRow> which) {
        Throwing.runnable(() -> {
                    Map<Long, List<Long>> uids = rows(List.of(id)).stream()
                            .filter(which)
                            .collect(Collectors.groupingBy(
                                    MessageRow::folder,
                                    TreeMap::new,
                                    Collectors.mapping(MessageRow::uid, Collectors.toList())));
                    for (Map.Entry<Long, List<Long>> each : uids.entrySet()) {
                        store.expunges().expunge(new FolderId(each.getKey()), each.getValue());
                    }
                })
                .sneakyThrow()
                .run();
    }

    private List<MessageRow> rows(Collection<MessageId> ids) throws MailboxException {
        List<Long> contents =
                ids.stream().map(id -> ContentId.of(id).value()).distinct().toList();
        return store.database().read(connection -> store.messages().ofContents(connection, contents));
    }

    private static Collection<MessageRow> firstOfFolders(List<MessageRow> rows) {
        return rows.stream()
                .collect(Collectors.toMap(MessageRow::folder, row -> row, (first, other) -> first, TreeMap::new))
                .values();
    }

    private Mailbox folder(FolderId id) throws MailboxException {
        return store.database()
                .read(connection -> Sql.first(
                        connection,
                        folder,
                        row -> new Mailbox(
                                new MailboxPath(
                                        text(row.getBytes(1)),
                                        Username.of(text(row.getBytes(2))),
                                        text(row.getBytes(3))),
                                UidValidity.of(row.getLong(4)),
                                id),
                        id.value()))
                .orElseThrow(() -> new MailboxNotFoundException(id));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

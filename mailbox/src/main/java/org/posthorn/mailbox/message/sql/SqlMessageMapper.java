// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterators;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.mailbox.ApplicableFlagBuilder;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxCounters;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreThreads;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The messages of folders, for James. Everything is a transaction of its own and safe for several threads and servers;
 * what concerns many messages works in chunks and holds no connection between.
 */
public final class SqlMessageMapper implements MessageMapper {

    private static final int UIDS = 5_000;

    private final SqlMessageStore store;
    private final MessageReader reader;
    private final MessageUploads uploads;

    @Inject
    public SqlMessageMapper(SqlMessageStore store, SqlContents contents) {
        this.store = store;
        this.reader = new MessageReader(store.database(), store.messages(), contents);
        this.uploads = new MessageUploads(store);
    }

    @Override
    public Iterator<MailboxMessage> findInMailbox(Mailbox mailbox, MessageRange set, FetchType type, int limit) {
        return reader.range(id(mailbox), set, type, limit);
    }

    @Override
    public Flux<MailboxMessage> findInMailboxReactive(Mailbox mailbox, MessageRange set, FetchType type, int limit) {
        return Flux.fromIterable(() -> findInMailbox(mailbox, set, type, limit)).subscribeOn(StoreThreads.STATEMENTS);
    }

    @Override
    public Flux<MessageUid> listAllMessageUids(Mailbox mailbox) {
        Iterable<Long> uids = () -> new Batches<>(
                (from, count) -> read(connection -> store.messages().uids(connection, id(mailbox), from, count)),
                Long::longValue,
                1,
                UIDS,
                UNLIMITED);
        return Flux.fromIterable(uids).map(MessageUid::of).subscribeOn(StoreThreads.STATEMENTS);
    }

    @Override
    public List<MessageUid> retrieveMessagesMarkedForDeletion(Mailbox mailbox, MessageRange range)
            throws MailboxException {
        return read(connection -> store.messages()
                        .deleted(connection, id(mailbox), MessageReader.from(range), MessageReader.to(range)))
                .stream()
                .map(MessageUid::of)
                .toList();
    }

    @Override
    public long countMessagesInMailbox(Mailbox mailbox) throws MailboxException {
        return folder(mailbox).messages();
    }

    @Override
    public MailboxCounters getMailboxCounters(Mailbox mailbox) throws MailboxException {
        FolderRow folder = folder(mailbox);
        return MailboxCounters.builder()
                .mailboxId(mailbox.getMailboxId())
                .count(folder.messages())
                .unseen(folder.unseen())
                .build();
    }

    @Override
    public void delete(Mailbox mailbox, MailboxMessage message) throws MailboxException {
        store.expunges()
                .expunge(mailbox.getMailboxId(), List.of(message.getUid().asLong()));
    }

    @Override
    public Map<MessageUid, MessageMetaData> deleteMessages(Mailbox mailbox, List<MessageUid> uids)
            throws MailboxException {
        ImmutableMap.Builder<MessageUid, MessageMetaData> deleted = ImmutableMap.builder();
        store.expunges()
                .expunge(
                        mailbox.getMailboxId(),
                        uids.stream().map(MessageUid::asLong).toList())
                .forEach(row -> deleted.put(row.messageUid(), row.metaData()));
        return deleted.build();
    }

    @Override
    public @Nullable MessageUid findFirstUnseenMessageUid(Mailbox mailbox) throws MailboxException {
        return read(connection -> store.messages().firstUnseen(connection, id(mailbox)))
                .map(MessageUid::of)
                .orElse(null);
    }

    @Override
    public List<MessageUid> findRecentMessageUidsInMailbox(Mailbox mailbox) throws MailboxException {
        return uids(store.recents().list(mailbox.getMailboxId()));
    }

    /** The recent messages, which are so no more. */
    public List<MessageUid> takeRecent(Mailbox mailbox) throws MailboxException {
        return uids(store.recents().take(mailbox.getMailboxId()));
    }

    @Override
    public List<UpdatedFlags> resetRecent(Mailbox mailbox) throws MailboxException {
        return store.flags().resetRecent(mailbox.getMailboxId());
    }

    @Override
    public MessageMetaData add(Mailbox mailbox, MailboxMessage message) throws MailboxException {
        return uploads.add(mailbox, message);
    }

    @Override
    public Iterator<UpdatedFlags> updateFlags(Mailbox mailbox, FlagsUpdateCalculator change, MessageRange set)
            throws MailboxException {
        return store.flags()
                .range(mailbox.getMailboxId(), change, MessageReader.from(set), MessageReader.to(set))
                .iterator();
    }

    @Override
    public MessageMetaData copy(Mailbox mailbox, MailboxMessage original) throws MailboxException {
        return copy(mailbox, List.of(original)).stream()
                .findFirst()
                .orElseThrow(() -> new MailboxException("the message to be copied was expunged"));
    }

    @Override
    public List<MessageMetaData> copy(Mailbox mailbox, List<MailboxMessage> originals) throws MailboxException {
        List<MessageRow> rows = originals.stream()
                .map(original -> MessageRow.of(original).recent())
                .toList();
        return metaData(store.transfers().copy(mailbox.getMailboxId(), rows));
    }

    @Override
    public MessageMetaData move(Mailbox mailbox, MailboxMessage original) throws MailboxException {
        return move(mailbox, List.of(original)).stream()
                .findFirst()
                .orElseThrow(() -> new MailboxException("the message to be moved was expunged"));
    }

    @Override
    public List<MessageMetaData> move(Mailbox mailbox, List<MailboxMessage> originals) throws MailboxException {
        return metaData(store.transfers()
                .move(
                        mailbox.getMailboxId(),
                        originals.stream().map(MessageRow::of).toList()));
    }

    @Override
    public Mono<List<MessageMetaData>> moveReactive(Mailbox mailbox, List<MailboxMessage> originals) {
        return later(() -> move(mailbox, originals));
    }

    @Override
    public Optional<MessageUid> getLastUid(Mailbox mailbox) throws MailboxException {
        long last = folder(mailbox).lastUid();
        return last == 0 ? Optional.empty() : Optional.of(MessageUid.of(last));
    }

    @Override
    public ModSeq getHighestModSeq(Mailbox mailbox) throws MailboxException {
        return ModSeq.of(folder(mailbox).highestModSeq());
    }

    @Override
    public Flags getApplicableFlag(Mailbox mailbox) throws MailboxException {
        Flags keywords = read(connection -> store.keywords().list(connection, id(mailbox)));
        return ApplicableFlagBuilder.builder().add(keywords).build();
    }

    @Override
    public Flux<MessageUid> retrieveMessagesMarkedForDeletionReactive(Mailbox mailbox, MessageRange range) {
        return later(() -> retrieveMessagesMarkedForDeletion(mailbox, range)).flatMapIterable(uids -> uids);
    }

    @Override
    public Mono<MailboxCounters> getMailboxCountersReactive(Mailbox mailbox) {
        return later(() -> getMailboxCounters(mailbox));
    }

    @Override
    public Mono<Map<MessageUid, MessageMetaData>> deleteMessagesReactive(Mailbox mailbox, List<MessageUid> uids) {
        return later(() -> deleteMessages(mailbox, uids));
    }

    @Override
    public Mono<Optional<MessageUid>> findFirstUnseenMessageUidReactive(Mailbox mailbox) {
        return later(() -> Optional.ofNullable(findFirstUnseenMessageUid(mailbox)));
    }

    @Override
    public Mono<List<MessageUid>> findRecentMessageUidsInMailboxReactive(Mailbox mailbox) {
        return later(() -> findRecentMessageUidsInMailbox(mailbox));
    }

    @Override
    public Mono<MessageMetaData> addReactive(Mailbox mailbox, MailboxMessage message) {
        return later(() -> add(mailbox, message));
    }

    @Override
    public Mono<List<UpdatedFlags>> updateFlagsReactive(
            Mailbox mailbox, FlagsUpdateCalculator change, MessageRange set) {
        return later(() -> ImmutableList.copyOf(updateFlags(mailbox, change, set)));
    }

    @Override
    public Mono<List<UpdatedFlags>> resetRecentReactive(Mailbox mailbox) {
        return later(() -> resetRecent(mailbox));
    }

    @Override
    public Mono<MessageMetaData> copyReactive(Mailbox mailbox, MailboxMessage original) {
        return later(() -> copy(mailbox, original));
    }

    @Override
    public Mono<List<MessageMetaData>> copyReactive(Mailbox mailbox, List<MailboxMessage> originals) {
        return later(() -> copy(mailbox, originals));
    }

    @Override
    public Mono<MessageMetaData> moveReactive(Mailbox mailbox, MailboxMessage original) {
        return later(() -> move(mailbox, original));
    }

    @Override
    public Mono<Optional<MessageUid>> getLastUidReactive(Mailbox mailbox) {
        return later(() -> getLastUid(mailbox));
    }

    @Override
    public Mono<ModSeq> getHighestModSeqReactive(Mailbox mailbox) {
        return later(() -> getHighestModSeq(mailbox));
    }

    @Override
    public Mono<Flags> getApplicableFlagReactive(Mailbox mailbox) {
        return later(() -> getApplicableFlag(mailbox));
    }

    private static List<MessageUid> uids(Iterator<Long> numbers) {
        return ImmutableList.copyOf(Iterators.transform(numbers, MessageUid::of));
    }

    private static <T> Mono<T> later(Callable<T> call) {
        return Mono.fromCallable(call).subscribeOn(StoreThreads.STATEMENTS);
    }

    private FolderRow folder(Mailbox mailbox) throws MailboxException {
        return read(connection -> store.folders().find(connection, mailbox.getMailboxId()));
    }

    private <T> T read(Question<T> question) throws MailboxException {
        return store.database().read(question::ask);
    }

    private static List<MessageMetaData> metaData(List<MessageRow> rows) {
        return rows.stream().map(MessageRow::metaData).toList();
    }

    private static long id(Mailbox mailbox) {
        return FolderId.of(mailbox.getMailboxId()).value();
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection connection) throws SQLException, MailboxException;
    }
}

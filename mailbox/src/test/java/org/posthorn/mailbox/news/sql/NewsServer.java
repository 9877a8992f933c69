// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.news.sql;

import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventListener.ReactiveEventListener;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.MailboxSession.SessionId;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.event.EventFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.news.ChangeSource;
import org.posthorn.mailbox.news.FolderHead;
import org.posthorn.mailbox.news.FolderNews;
import org.posthorn.mailbox.news.NewsEventBus;
import org.posthorn.testing.Poll;
import reactor.core.publisher.Mono;

/** One of several servers on a database: its bus, its news, and changes that it makes and tells like the store does. */
final class NewsServer implements AutoCloseable {

    private static final MailboxPath PATH = MailboxPath.forUser(Username.of("ann@example.org"), "INBOX");
    private static final SessionId SESSION = SessionId.of(1);

    private final StoreFixture fixture;
    private final CountingSource source;
    private final FolderNews news;
    private final EventBus bus;

    NewsServer(StoreFixture fixture) {
        this.fixture = fixture;
        this.source = new CountingSource(new SqlChangeSource(fixture.store()));
        this.news = new FolderNews(source);
        this.bus = new NewsEventBus(
                new InVMEventBus(
                        new InVmEventDelivery(new RecordingMetricFactory()),
                        RetryBackoffConfiguration.DEFAULT,
                        new MemoryEventDeadLetters()),
                news);
        news.start();
    }

    EventBus bus() {
        return bus;
    }

    FolderNews news() {
        return news;
    }

    Listener select(FolderId folder) {
        Listener listener = new Listener();
        Mono.from(bus.register(listener, new MailboxIdRegistrationKey(folder))).block();
        return listener;
    }

    void selectFailing(FolderId folder) {
        ReactiveEventListener failing = new ReactiveEventListener() {
            @Override
            public Mono<Void> reactiveEvent(Event event) {
                return Mono.error(new IllegalStateException("on purpose"));
            }
        };
        Mono.from(bus.register(failing, new MailboxIdRegistrationKey(folder))).block();
    }

    Listener group() {
        Listener listener = new Listener();
        bus.register(listener);
        return listener;
    }

    void add(FolderId folder, long uid) {
        long modSeq = next(folder, "last_uid = " + uid);
        fixture.run("INSERT INTO {message} (folder_id, uid, content_id, modseq, flags, internal_date, size) VALUES ("
                + folder.value() + ", " + uid + ", 1, " + modSeq + ", 0, 0, 1)");
        dispatch(
                folder,
                EventFactory.added()
                        .randomEventId()
                        .user(PATH.getUser())
                        .sessionId(SESSION)
                        .mailboxId(folder)
                        .mailboxPath(PATH)
                        .addMetaData(message(uid, modSeq))
                        .isDelivery(true)
                        .build());
    }

    void flag(FolderId folder, long uid) {
        long modSeq = next(folder, "unseen = 0");
        fixture.run("UPDATE {message} SET flags = 16, modseq = " + modSeq + " WHERE uid = " + uid);
        dispatch(
                folder,
                EventFactory.flagsUpdated()
                        .randomEventId()
                        .user(PATH.getUser())
                        .sessionId(SESSION)
                        .mailboxId(folder)
                        .mailboxPath(PATH)
                        .updatedFlag(UpdatedFlags.builder()
                                .uid(MessageUid.of(uid))
                                .modSeq(ModSeq.of(modSeq))
                                .oldFlags(new Flags())
                                .newFlags(new Flags(Flags.Flag.SEEN))
                                .build())
                        .build());
    }

    void expunge(FolderId folder, long uid) {
        long modSeq = next(folder, "unseen = 0");
        fixture.run("DELETE FROM {message} WHERE uid = " + uid)
                .run("INSERT INTO {expunged} VALUES (" + folder.value() + ", " + modSeq + ", " + uid + ", 0)");
        dispatch(
                folder,
                EventFactory.expunged()
                        .randomEventId()
                        .user(PATH.getUser())
                        .sessionId(SESSION)
                        .mailboxId(folder)
                        .mailboxPath(PATH)
                        .addMetaData(message(uid, modSeq))
                        .build());
    }

    /** Waits until two rounds have begun from now on, so that one is over. */
    void awaitRounds() {
        awaitMore(source.asked, 2);
    }

    void awaitFailure() {
        awaitMore(source.failed, 1);
    }

    private static void awaitMore(AtomicLong counter, long more) {
        long goal = counter.get() + more;
        if (!Poll.until(Listener.LIMIT, () -> counter.get() >= goal)) {
            throw new AssertionError("nobody looks for news");
        }
    }

    private long next(FolderId folder, String change) {
        fixture.run(
                "UPDATE {folder} SET highest_modseq = highest_modseq + 1, " + change + " WHERE id = " + folder.value());
        try {
            return source.heads(List.of(folder)).get(folder).modSeq();
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void dispatch(FolderId folder, Event event) {
        bus.dispatch(event, new MailboxIdRegistrationKey(folder)).block();
    }

    private static MessageMetaData message(long uid, long modSeq) {
        ContentId content = new ContentId(1);
        return new MessageMetaData(
                MessageUid.of(uid),
                ModSeq.of(modSeq),
                new Flags(),
                1,
                new Date(0),
                Optional.empty(),
                content,
                new ThreadId(content));
    }

    @Override
    public void close() {
        news.close();
    }

    /** Counts the rounds. */
    private static final class CountingSource implements ChangeSource {

        final AtomicLong asked = new AtomicLong();
        final AtomicLong failed = new AtomicLong();
        private final ChangeSource source;

        CountingSource(ChangeSource source) {
            this.source = source;
        }

        @Override
        public Map<FolderId, FolderHead> heads(Collection<FolderId> folders) throws MailboxException {
            asked.incrementAndGet();
            try {
                return source.heads(folders);
            } catch (MailboxException e) {
                failed.incrementAndGet();
                throw e;
            }
        }

        @Override
        public List<MessageMetaData> changed(FolderId folder, Position after) throws MailboxException {
            return source.changed(folder, after);
        }

        @Override
        public List<Position> expunged(FolderId folder, Position after) throws MailboxException {
            return source.expunged(folder, after);
        }
    }
}

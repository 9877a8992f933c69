// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.news;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener.ReactiveEventListener;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.events.MailboxEvents.FlagsUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxDeletion;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.news.ChangeSource.Position;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells those who have selected a folder here what other servers on the same database changed in it.
 *
 * <p>Once a second one query reads how far these folders have come. Where a folder moved, its changes are read and told to
 * its listeners, less what they were told by this server's own events. Since such an event follows its transaction after a
 * moment, there is a short wait between the two. An event that comes later than that is told twice, which adds nothing to
 * what a session knows. A failure is logged when it begins and when it ends, and nothing is lost by it.
 */
@Singleton
public final class FolderNews implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(FolderNews.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration OWN_EVENTS = Duration.ofMillis(200);
    private static final Duration LISTENERS = Duration.ofSeconds(10);
    private static final int LISTENERS_AT_ONCE = 10;

    private final ChangeSource source;
    private final Map<FolderId, WatchedFolder> watched = new ConcurrentHashMap<>();
    private final AtomicLong round = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "folder-news");
        thread.setDaemon(true);
        return thread;
    });
    private boolean failing;

    @Inject
    public FolderNews(ChangeSource source) {
        this.source = source;
    }

    /** Begins to look. */
    public void start() {
        var unused = timer.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops looking. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** The folders somebody here has selected. */
    public Set<FolderId> watched() {
        return Set.copyOf(watched.keySet());
    }

    /**
     * Notes a listener; whatever happens in the folder from now on will be told to it.
     *
     * @throws MailboxNotFoundException if there is no such folder
     */
    void watch(FolderId folder, ReactiveEventListener listener) throws MailboxException {
        if (watched.computeIfPresent(folder, (id, entry) -> entry.with(listener)) == null) {
            FolderHead head = source.heads(Set.of(folder)).get(folder);
            if (head == null) {
                throw new MailboxNotFoundException(folder);
            }
            watched.compute(folder, (id, entry) -> (entry == null ? new WatchedFolder(head) : entry).with(listener));
        }
    }

    void unwatch(FolderId folder, ReactiveEventListener listener) {
        watched.computeIfPresent(folder, (id, entry) -> entry.without(listener) ? null : entry);
    }

    /** Takes note of an event of this server's own, before it is told. */
    void told(Event event) {
        if (event instanceof MailboxEvent own && own.getMailboxId() instanceof FolderId id) {
            WatchedFolder folder = watched.get(id);
            if (folder != null) {
                told(folder, own, round.get());
            }
        }
    }

    private static void told(WatchedFolder folder, MailboxEvent event, long now) {
        if (event instanceof Added added) {
            for (MessageUid uid : added.getUids()) {
                folder.tell(uid.asLong(), added.getMetaData(uid).getModSeq().asLong(), now);
            }
        } else if (event instanceof FlagsUpdated updated) {
            for (UpdatedFlags flags : updated.getUpdatedFlags()) {
                folder.tell(flags.getUid().asLong(), flags.getModSeq().asLong(), now);
            }
        } else if (event instanceof Expunged expunged) {
            expunged.getUids().forEach(uid -> folder.tellExpunged(uid.asLong(), now));
        } else if (event instanceof MailboxDeletion) {
            folder.goes();
        }
    }

    /** One round. Whatever goes wrong in it, the next one comes. */
    private void look() {
        try {
            round();
            if (failing) {
                LOGGER.info("check=folder-news result=ok");
            }
            failing = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (MailboxException | RuntimeException e) {
            if (!failing) {
                LOGGER.warn("check=folder-news result=later reason=\"{}\"", LogText.of(String.valueOf(e.getMessage())));
            }
            failing = true;
        }
    }

    private void round() throws MailboxException, InterruptedException {
        long now = round.incrementAndGet();
        Map<FolderId, WatchedFolder> folders = Map.copyOf(watched);
        Map<FolderId, FolderHead> heads = source.heads(folders.keySet());
        if (folders.entrySet().stream().anyMatch(folder -> hasMoved(folder.getValue(), heads.get(folder.getKey())))) {
            TimeUnit.MILLISECONDS.sleep(OWN_EVENTS.toMillis());
        }
        for (Map.Entry<FolderId, WatchedFolder> folder : folders.entrySet()) {
            FolderHead head = heads.get(folder.getKey());
            if (head == null) {
                end(folder.getKey(), folder.getValue());
            } else {
                if (hasMoved(folder.getValue(), head)) {
                    changes(folder.getKey(), folder.getValue(), head.path(), now);
                    expunges(folder.getKey(), folder.getValue(), head.path(), now);
                }
                folder.getValue().reached(head, now);
            }
        }
    }

    private static boolean hasMoved(WatchedFolder folder, @Nullable FolderHead head) {
        return head == null || head.modSeq() > folder.announced().modSeq();
    }

    private void changes(FolderId id, WatchedFolder folder, MailboxPath path, long now) throws MailboxException {
        NewsEvents events = new NewsEvents(id, path);
        Position after = Position.behind(folder.announced().modSeq());
        List<MessageMetaData> page;
        do {
            page = source.changed(id, after);
            WatchedFolder.News news = folder.news(page, now);
            if (!news.added().isEmpty()) {
                tell(folder, events.added(news.added()));
            }
            if (!news.updated().isEmpty()) {
                tell(folder, events.flagsUpdated(news.updated()));
            }
            if (!page.isEmpty()) {
                MessageMetaData last = page.get(page.size() - 1);
                after = new Position(last.getModSeq().asLong(), last.getUid().asLong());
            }
        } while (page.size() == ChangeSource.PAGE);
    }

    private void expunges(FolderId id, WatchedFolder folder, MailboxPath path, long now) throws MailboxException {
        NewsEvents events = new NewsEvents(id, path);
        Position after = Position.behind(folder.announced().modSeq());
        List<Position> page;
        do {
            page = source.expunged(id, after);
            List<MessageUid> unknown = folder.expunged(page, now);
            if (!unknown.isEmpty()) {
                tell(folder, events.expunged(unknown));
            }
            if (!page.isEmpty()) {
                after = page.get(page.size() - 1);
            }
        } while (page.size() == ChangeSource.PAGE);
    }

    private void end(FolderId id, WatchedFolder folder) {
        if (folder.goes()) {
            tell(folder, new NewsEvents(id, folder.announced().path()).deleted());
        }
    }

    /** Only to those who have selected the folder: for the other listeners the other server's event has run already. */
    private static void tell(WatchedFolder folder, Event event) {
        Flux.fromIterable(folder.listeners())
                .filter(listener -> listener.isHandling(event))
                .flatMap(listener -> tell(listener, event), LISTENERS_AT_ONCE)
                .blockLast();
    }

    private static Mono<Void> tell(ReactiveEventListener listener, Event event) {
        return Mono.defer(() -> Mono.from(listener.reactiveEvent(event)))
                .timeout(LISTENERS)
                .onErrorResume(failure -> {
                    LOGGER.warn("check=folder-news result=listener-failed event={}", event.getEventId(), failure);
                    return Mono.empty();
                });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.news;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusName;
import org.apache.james.events.EventListener.ReactiveEventListener;
import org.apache.james.events.Group;
import org.apache.james.events.GroupAlreadyRegistered;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.posthorn.mailbox.FolderId;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The event bus of one server, which lets {@link FolderNews} know who has selected which folder and what was told already.
 *
 * <p>To register for a folder reads how far it has come. If the store does not answer then, registering fails, since the
 * listener would miss what happens until the store answers.
 */
public final class NewsEventBus implements EventBus {

    private final EventBus local;
    private final FolderNews news;

    /** A bus over this server's own. */
    public NewsEventBus(EventBus local, FolderNews news) {
        this.local = local;
        this.news = news;
    }

    @Override
    public Publisher<Registration> register(ReactiveEventListener listener, RegistrationKey key) {
        if (key instanceof MailboxIdRegistrationKey selected && selected.getMailboxId() instanceof FolderId folder) {
            return Mono.fromCallable(() -> {
                        news.watch(folder, listener);
                        return folder;
                    })
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMap(watched -> Mono.from(local.register(listener, key)))
                    .map(registration -> unwatching(registration, folder, listener))
                    .doOnError(failure -> news.unwatch(folder, listener));
        }
        return local.register(listener, key);
    }

    @Override
    public Registration register(ReactiveEventListener listener, Group group) throws GroupAlreadyRegistered {
        return local.register(listener, group);
    }

    @Override
    public Mono<Void> dispatch(Event event, Set<RegistrationKey> keys) {
        return Mono.defer(() -> {
            news.told(event);
            return local.dispatch(event, keys);
        });
    }

    @Override
    public Mono<Void> reDeliver(Group group, Event event) {
        return local.reDeliver(group, event);
    }

    @Override
    public EventBusName eventBusName() {
        return local.eventBusName();
    }

    @Override
    public Collection<Group> listRegisteredGroups() {
        return local.listRegisteredGroups();
    }

    private Registration unwatching(Registration registration, FolderId folder, ReactiveEventListener listener) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> Mono.from(registration.unregister()).doFirst(() -> {
            if (done.compareAndSet(false, true)) {
                news.unwatch(folder, listener);
            }
        });
    }
}

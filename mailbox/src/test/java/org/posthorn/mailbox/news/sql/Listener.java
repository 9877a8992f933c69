// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.news.sql;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.mailbox.events.MailboxEvents.MessageEvent;
import org.posthorn.testing.Poll;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Keeps what it is told. */
final class Listener implements EventListener.ReactiveGroupEventListener {

    static final Duration LIMIT = Duration.ofSeconds(20);

    /** A group of its own. */
    static final class ListenerGroup extends Group {}

    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Override
    public Publisher<Void> reactiveEvent(Event event) {
        return Mono.fromRunnable(() -> events.add(event));
    }

    @Override
    public Group getDefaultGroup() {
        return new ListenerGroup();
    }

    <E extends Event> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E extends Event> E await(Class<E> type) {
        if (!Poll.until(LIMIT, () -> !all(type).isEmpty())) {
            throw new AssertionError("no " + type.getSimpleName() + " in " + events);
        }
        return all(type).get(0);
    }

    <E extends MessageEvent> List<Long> awaitUids(Class<E> type, int count) {
        if (!Poll.until(LIMIT, () -> uids(type).size() >= count)) {
            throw new AssertionError("only " + uids(type) + " in " + events);
        }
        return uids(type);
    }

    private <E extends MessageEvent> List<Long> uids(Class<E> type) {
        return all(type).stream()
                .flatMap(event -> event.getUids().stream())
                .map(uid -> uid.asLong())
                .toList();
    }
}

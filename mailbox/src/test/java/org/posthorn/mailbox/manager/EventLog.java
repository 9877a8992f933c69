// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;

/** Takes down all that is told on an event bus. */
final class EventLog implements EventListener.GroupEventListener {

    private final List<Event> told = new CopyOnWriteArrayList<>();

    /** A log of this bus, from now on. */
    static EventLog of(EventBus bus) {
        EventLog log = new EventLog();
        bus.register(log);
        return log;
    }

    /** What was told of that kind. */
    <T extends Event> List<T> of(Class<T> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void clear() {
        told.clear();
    }

    @Override
    public Group getDefaultGroup() {
        return new LogGroup();
    }

    @Override
    public void event(Event event) {
        told.add(event);
    }

    private static final class LogGroup extends Group {}
}

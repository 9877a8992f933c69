// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.util.Optional;

/**
 * A live item of the journal. The numbers may be read at any time; the journal alone changes them, under its lock.
 */
public final class StoredItem {
    private final long id;
    private final String queue;
    private final int priority;
    private final long enqueuedAt;
    private volatile long notBefore;
    private volatile boolean held;
    private volatile Body body;
    private Location record;
    private Optional<Location> change = Optional.empty();
    private boolean live = true;
    private final Object changing = new Object();

    StoredItem(long id, NewItem item, Body body, Location record) {
        this.id = id;
        this.queue = item.queue();
        this.priority = item.priority();
        this.enqueuedAt = item.enqueuedAt();
        this.notBefore = item.notBefore();
        this.held = item.held();
        this.body = body;
        this.record = record;
    }

    public long id() {
        return id;
    }

    public String queue() {
        return queue;
    }

    public int priority() {
        return priority;
    }

    /** Milliseconds since 1970. */
    public long enqueuedAt() {
        return enqueuedAt;
    }

    /** Milliseconds since 1970. */
    public long notBefore() {
        return notBefore;
    }

    public boolean held() {
        return held;
    }

    public Body body() {
        return body;
    }

    Location record() {
        return record;
    }

    Optional<Location> change() {
        return change;
    }

    /** Held by the one thread that writes the item anew. */
    Object changing() {
        return changing;
    }

    /** The new content with what stays of this item. */
    NewItem kept(NewItem item) {
        return new NewItem(queue, item.notBefore(), held, priority, enqueuedAt, item.envelope());
    }

    boolean isLive() {
        return live;
    }

    void die() {
        live = false;
    }

    void replace(NewItem item, Body newBody, Location newRecord) {
        notBefore = item.notBefore();
        held = item.held();
        body = newBody;
        record = newRecord;
        change = Optional.empty();
    }

    void moveTo(Location newRecord) {
        record = newRecord;
    }

    void changed(long newNotBefore, boolean newHeld, Optional<Location> where) {
        notBefore = newNotBefore;
        held = newHeld;
        change = where;
    }

    /** The item as it is now, with the envelope read from its record. */
    NewItem withEnvelope(byte[] envelope) {
        return new NewItem(queue, notBefore, held, priority, enqueuedAt, envelope);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The live items and bodies, and for each segment how much of it they need. Guarded by the journal's lock. */
final class Index {
    private final Map<Long, StoredItem> items = new TreeMap<>();
    private final Set<Body> bodies = new LinkedHashSet<>();
    private final Runnable segmentIsDead;
    private long lastId;

    Index(Recovery recovered, Runnable segmentIsDead) {
        this.segmentIsDead = segmentIsDead;
        this.lastId = recovered.lastId();
        for (StoredItem item : recovered.items()) {
            items.put(item.id(), item);
            retain(item.record());
            item.change().ifPresent(this::retain);
            if (bodies.add(item.body())) {
                item.body().parts().forEach(this::retain);
            }
            item.body().refer(1);
        }
    }

    List<StoredItem> items() {
        return List.copyOf(items.values());
    }

    Collection<Body> bodies() {
        return List.copyOf(bodies);
    }

    /** Grows with the clock, so that numbers are not given out again when everything before is deleted. */
    long nextId() {
        lastId = Math.max(lastId + 1, System.currentTimeMillis() << 20);
        return lastId;
    }

    /** A body that is being written, referred to by the writer. */
    Body newBody() {
        Body body = new Body(nextId());
        body.refer(1);
        bodies.add(body);
        return body;
    }

    void addPart(Body body, Location part) {
        body.add(part);
        retain(part);
    }

    /** The record and the writer's reference to the body become the item's. */
    StoredItem add(ItemRecord record, Body body, Location where) {
        StoredItem item = new StoredItem(record.id(), record.item(), body, where);
        items.put(item.id(), item);
        return item;
    }

    /** The same for an item that is there already; when it is done meanwhile, both are given up. */
    void replace(StoredItem item, NewItem content, Body body, Location where) {
        if (!item.isLive()) {
            release(where);
            release(body);
            return;
        }
        Body before = item.body();
        releaseRecords(item);
        item.replace(content, body, where);
        release(before);
    }

    void changed(StoredItem item, long notBefore, boolean held, Location where) {
        item.change().ifPresent(this::release);
        retain(where);
        item.changed(notBefore, held, Optional.of(where));
    }

    void remove(StoredItem item) {
        items.remove(item.id());
        item.die();
        releaseRecords(item);
        release(item.body());
    }

    private void releaseRecords(StoredItem item) {
        release(item.record());
        item.change().ifPresent(this::release);
    }

    void retain(Location where) {
        where.segment().addLive(where.length());
    }

    void release(Location where) {
        where.segment().addLive(-where.length());
        if (where.segment().live() == 0) {
            segmentIsDead.run();
        }
    }

    void release(Body body) {
        body.refer(-1);
        if (body.references() == 0) {
            bodies.remove(body);
            body.parts().forEach(this::release);
        }
    }
}

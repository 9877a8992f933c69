// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all segments and works out what lives.
 *
 * <p>A torn end of the last segment is cut off, because as a rule nothing in it was acknowledged; its bytes are set
 * aside, because a damaged last record looks the same. Damage anywhere else is reported and
 * skipped. Of several records of an item the youngest with a whole body counts, so that one that was written anew and
 * never acknowledged does not spoil what was there. An item without any whole body is set aside.
 */
final class Recovery implements SegmentScanner.Visitor {
    private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);

    private final SpoolStorage storage;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<Long, FoundBody> bodies = new HashMap<>();
    private final Map<Long, Deque<Version>> versions = new TreeMap<>();
    private final Set<Long> finishedBodies = new HashSet<>();
    private final List<StoredItem> items = new ArrayList<>();
    private final List<Ended> setAside = new ArrayList<>();
    private boolean damaged;
    private long lastId;

    /** A record of an item; the envelope stays on the disk. */
    private record Version(Location where, long body, NewItem item, Optional<Location> change) {}

    /** An item, or 0, and a body that are to be recorded as done. */
    record Ended(long item, long body) {}

    private static final class FoundBody {
        private final TreeMap<Integer, Location> parts = new TreeMap<>();
        private int last = -1;

        boolean isWhole() {
            return last >= 0 && parts.size() == last + 1;
        }
    }

    Recovery(SpoolStorage storage) {
        this.storage = storage;
    }

    List<Segment> segments() {
        return segments;
    }

    List<StoredItem> items() {
        return items;
    }

    List<Ended> setAside() {
        return setAside;
    }

    long lastId() {
        return lastId;
    }

    void run() throws IOException {
        for (String name : storage.list()) {
            Segment.open(storage, name).ifPresent(segments::add);
        }
        segments.sort(Comparator.comparingLong(Segment::number));
        for (Segment segment : List.copyOf(segments)) {
            scan(segment, segment == segments.get(segments.size() - 1));
        }
        Map<Long, Body> shared = new HashMap<>();
        for (Map.Entry<Long, Deque<Version>> entry : versions.entrySet()) {
            settle(entry.getKey(), entry.getValue(), shared);
        }
        if (damaged) {
            setLostBodiesAside(shared.keySet());
        }
        LOGGER.info(
                "spool directory={} segments={} items={} damaged={}",
                storage.describe(),
                segments.size(),
                items.size(),
                setAside.size());
    }

    private void scan(Segment segment, boolean last) throws IOException {
        SegmentScanner scanner = new SegmentScanner(segment, this);
        long end = scanner.scan();
        segment.endAt(end);
        segment.seal();
        if (end == scanner.length()) {
            return;
        }
        if (!last) {
            damage(segment, end, scanner.length() - end);
            return;
        }
        new Aside(storage).writeTornEnd(segment, end, scanner.length());
        segment.file().truncate(end);
        segment.file().force();
    }

    @Override
    public void damage(Segment segment, long offset, long bytes) {
        damaged = true;
        LOGGER.error("spool file={} offset={} bytes={} result=damaged-record-skipped", segment.name(), offset, bytes);
    }

    @Override
    public void record(Location location, byte[] record) throws IOException {
        ByteBuffer payload = ByteBuffer.wrap(record, Records.HEADER, record.length - Records.HEADER);
        switch (Records.type(record, 0)) {
            case Records.SEGMENT -> checkVersion(location, payload.getInt());
            case Records.BODY -> part(location, payload);
            case Records.ITEM -> item(location, record);
            case Records.CHANGE -> change(location, payload);
            case Records.DONE -> done(payload.getLong(), payload.getLong());
            default -> throw new IllegalStateException("the scanner gives out known types only");
        }
    }

    private static void checkVersion(Location location, int version) throws IOException {
        if (version > Records.VERSION) {
            throw new IOException("spool file " + location.segment().name() + " is of format " + version
                    + ", which only a newer version of this program reads");
        }
    }

    private void part(Location location, ByteBuffer payload) {
        long id = seen(payload.getLong());
        int number = payload.getInt();
        FoundBody body = bodies.computeIfAbsent(id, any -> new FoundBody());
        body.parts.put(number, location);
        if (payload.get() != 0) {
            body.last = number;
        }
    }

    private void item(Location location, byte[] record) {
        Optional<ItemRecord> parsed = ItemRecord.parse(record);
        if (parsed.isEmpty()) {
            damage(location.segment(), location.offset(), location.length());
            return;
        }
        ItemRecord read = parsed.get();
        NewItem item = read.item();
        NewItem light = new NewItem(
                item.queue().intern(), item.notBefore(), item.held(), item.priority(), item.enqueuedAt(), new byte[0]);
        versions.computeIfAbsent(seen(read.id()), any -> new ArrayDeque<>(1))
                .addFirst(new Version(location, read.body(), light, Optional.empty()));
    }

    private void change(Location location, ByteBuffer payload) {
        Deque<Version> all = versions.getOrDefault(payload.getLong(), new ArrayDeque<>());
        long notBefore = payload.getLong();
        boolean held = payload.get() != 0;
        List<Version> changed = all.stream()
                .map(old -> new Version(
                        old.where(),
                        old.body(),
                        new NewItem(
                                old.item().queue(),
                                notBefore,
                                held,
                                old.item().priority(),
                                old.item().enqueuedAt(),
                                new byte[0]),
                        Optional.of(location)))
                .toList();
        all.clear();
        all.addAll(changed);
    }

    private void done(long item, long body) {
        seen(item);
        finishedBodies.add(seen(body));
        Optional.ofNullable(versions.remove(item))
                .ifPresent(all -> all.forEach(version -> finishedBodies.add(version.body())));
    }

    private long seen(long id) {
        lastId = Math.max(lastId, id);
        return id;
    }

    private void settle(long id, Deque<Version> all, Map<Long, Body> shared) throws IOException {
        for (Version version : all) {
            FoundBody found = bodies.getOrDefault(version.body(), new FoundBody());
            if (found.isWhole()) {
                Body body = shared.computeIfAbsent(version.body(), number -> body(number, found));
                StoredItem item = new StoredItem(id, version.item(), body, version.where());
                item.changed(version.item().notBefore(), version.item().held(), version.change());
                items.add(item);
                return;
            }
        }
        Version version = all.getFirst();
        Optional<NewItem> item = ItemRecord.parse(version.where().read()).map(ItemRecord::item);
        setAside(id, item, version.body());
    }

    private static Body body(long id, FoundBody found) {
        Body body = new Body(id);
        found.parts.values().forEach(body::add);
        return body;
    }

    private void setAside(long id, Optional<NewItem> item, long body) throws IOException {
        Collection<Location> parts =
                bodies.getOrDefault(body, new FoundBody()).parts.values();
        new Aside(storage).write(id, item, parts);
        setAside.add(new Ended(item.isPresent() ? id : 0, body));
        finishedBodies.add(body);
    }

    /** Where records were damaged, a whole body without an item may be a mail whose envelope is lost. */
    private void setLostBodiesAside(Set<Long> used) throws IOException {
        for (Map.Entry<Long, FoundBody> entry : bodies.entrySet()) {
            long id = entry.getKey();
            if (entry.getValue().isWhole() && !used.contains(id) && !finishedBodies.contains(id)) {
                setAside(id, Optional.empty(), id);
            }
        }
    }
}

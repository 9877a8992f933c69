// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments in their order, the appending at the end of the last one, and the thread that forces for all who wait.
 *
 * <p>Every write carries its position, so a write that failed half-way is overwritten by the next one; what it left
 * behind is cut off at once, and when that fails too, the segment takes no more records.
 *
 * <p>A failed force fails everyone whose records it should have brought to the disk, then and later: the system
 * reports the loss once, and a second force would pretend success.
 */
final class SegmentLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentLog.class);

    private final SpoolStorage storage;
    private final JournalSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final Uninterrupted creator = new Uninterrupted("spool-segments");
    private final Thread forcing;

    /** Guards everything in the journal but the bytes. */
    private final ReentrantLock lock;

    private final Condition work;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final Set<Segment> dirty = new LinkedHashSet<>();
    private Optional<Segment> current = Optional.empty();
    private long lastNumber;
    private Round round = new Round();
    private boolean awaited;
    private boolean closed;
    private long forces;

    SegmentLog(SpoolStorage storage, JournalSettings settings, ReentrantLock lock, Collection<Segment> found) {
        this.storage = storage;
        this.settings = settings;
        this.lock = lock;
        this.work = lock.newCondition();
        this.segments.addAll(found);
        this.lastNumber = found.stream().mapToLong(Segment::number).max().orElse(0);
        this.forcing = Uninterrupted.daemon(this::forceForEver, "spool-force");
    }

    void start() {
        forcing.start();
    }

    /** Where the records of a write are, and the force that covers them. */
    record Appended(List<Location> locations, Round round) {}

    /** Appends the records of a buffer; the lock is held. When nobody waits, they are forced with the next round. */
    Appended append(RecordBuffer buffer, boolean someoneWaits) throws IOException {
        if (closed) {
            throw new IOException("the spool is closed");
        }
        Segment segment = segmentFor(buffer.length());
        buffer.stamp(segment.marker());
        write(segment, buffer);
        List<Location> locations = new ArrayList<>(buffer.records());
        for (int i = 0; i < buffer.records(); i++) {
            locations.add(new Location(segment, segment.end() + buffer.start(i), buffer.length(i)));
        }
        segment.endAt(segment.end() + buffer.length());
        dirty.add(segment);
        if (someoneWaits) {
            awaited = true;
            work.signal();
        }
        return new Appended(locations, round);
    }

    /** A force of everything appended so far; the lock is held. */
    Round forceSoon() {
        awaited = true;
        work.signal();
        return round;
    }

    private void write(Segment segment, RecordBuffer buffer) throws IOException {
        try {
            segment.file().write(segment.end(), buffer.bytes(), 0, buffer.length());
        } catch (IOException e) {
            cutOff(segment);
            throw e;
        }
    }

    private static void cutOff(Segment segment) {
        try {
            segment.file().truncate(segment.end());
        } catch (IOException e) {
            segment.seal();
            LOGGER.warn("spool file={} result=sealed cause={}", segment.name(), e.toString());
        }
    }

    private Segment segmentFor(int bytes) throws IOException {
        if (current.isPresent() && !current.get().isSealed()) {
            Segment segment = current.get();
            if (segment.end() + bytes <= settings.segmentBytes() || isFresh(segment)) {
                return segment;
            }
            segment.seal();
        }
        Segment next = creator.call(this::succeedCurrent);
        segments.addLast(next);
        current = Optional.of(next);
        return next;
    }

    /** So that a record longer than a segment finds its place. */
    private static boolean isFresh(Segment segment) {
        return segment.end() <= Records.HEADER + Integer.BYTES;
    }

    /** The old segment is forced before there is a new one, so that only the last one can have a torn end. */
    private Segment succeedCurrent() throws IOException {
        if (current.isPresent()) {
            forced(current.get());
        }
        return create();
    }

    /** Whether it could be forced; if not, those who wait are told when their round finds the segment poisoned. */
    private static Optional<IOException> forced(Segment segment) {
        try {
            segment.force();
            return Optional.empty();
        } catch (IOException | RuntimeException | Error e) {
            LOGGER.error("spool file={} result=force-failed cause={}", segment.name(), e.toString());
            return Optional.of(e instanceof IOException failure ? failure : new IOException(e));
        }
    }

    private Segment create() throws IOException {
        lastNumber++;
        long marker = random.nextLong();
        String name = Segment.name(lastNumber, marker);
        SpoolFile file = storage.create(name);
        try {
            Segment segment = new Segment(lastNumber, marker, file);
            RecordBuffer head = new RecordBuffer(64)
                    .begin(Records.SEGMENT)
                    .putInt(Records.VERSION)
                    .end();
            head.stamp(marker);
            file.write(0, head.bytes(), 0, head.length());
            segment.endAt(head.length());
            file.force();
            storage.forceDirectory();
            return segment;
        } catch (IOException e) {
            discard(name, file);
            throw e;
        }
    }

    private void discard(String name, SpoolFile file) {
        try (file) {
            storage.delete(name);
        } catch (IOException e) {
            LOGGER.warn("spool file={} result=left-empty cause={}", name, e.toString());
        }
    }

    private void forceForEver() {
        while (forceOnce()) {
            // each turn is one force
        }
    }

    private boolean forceOnce() {
        Round mine;
        List<Segment> covered;
        lock.lock();
        try {
            while (!awaited && !closed) {
                if (!pause() && !dirty.isEmpty()) {
                    break;
                }
            }
            if (closed && dirty.isEmpty()) {
                round.succeed();
                return false;
            }
            mine = round;
            round = new Round();
            awaited = false;
            covered = List.copyOf(dirty);
            dirty.clear();
        } finally {
            lock.unlock();
        }
        force(mine, covered);
        return true;
    }

    /** False when the time for lazy forces is over. */
    private boolean pause() {
        try {
            return work.await(settings.lazyForce().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // nobody interrupts this thread on purpose, and it has to go on as long as the journal is open
            return true;
        }
    }

    private void force(Round mine, List<Segment> covered) {
        List<IOException> failures =
                covered.stream().flatMap(segment -> forced(segment).stream()).toList();
        lock.lock();
        try {
            forces++;
        } finally {
            lock.unlock();
        }
        failures.stream().findFirst().ifPresentOrElse(mine::fail, mine::succeed);
    }

    /** How many rounds were forced; the lock is held. */
    long forces() {
        return forces;
    }

    /** The oldest segment, when it takes no more records; the lock is held. */
    Optional<Segment> oldestComplete() {
        Segment oldest = segments.peekFirst();
        return oldest == null || current.filter(last -> last == oldest).isPresent()
                ? Optional.empty()
                : Optional.of(oldest);
    }

    /**
     * Whether what is dead takes more than what lives and some segments besides, or anything worth while when space is
     * scarce; the lock is held.
     */
    boolean isWasteful(boolean scarce) {
        long all = 0;
        long live = 0;
        for (Segment segment : segments) {
            all += segment.end();
            live += segment.live();
        }
        return scarce ? all > live + 2 * settings.segmentBytes() : all > 2 * live + 4 * settings.segmentBytes();
    }

    /** Takes the oldest segment out; the lock is held. Its file is to be deleted next. */
    void forget(Segment oldest) {
        segments.remove(oldest);
        dirty.remove(oldest);
    }

    /** What comes next goes into a new segment; the lock is held. */
    void endSegment() {
        current.ifPresent(Segment::seal);
    }

    /** Segments from the oldest to the last; the lock is held. */
    List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** Forces what is left and closes the files nobody reads. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        joinForcing();
        creator.close();
        segments().forEach(Segment::abandon);
    }

    private void joinForcing() {
        try {
            forcing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

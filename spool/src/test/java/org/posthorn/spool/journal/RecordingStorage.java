// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A disk in memory: it can be full, fail writes and forces, and it records what is done to it, so that the state can be
 * had which a loss of power at any moment leaves behind.
 */
final class RecordingStorage implements SpoolStorage {
    private static final String ASIDE = "damaged/";

    /** What was done, in its order. Files are told apart by a number, as the disk does it. */
    private sealed interface Operation {
        record Create(String name, int file) implements Operation {}

        record Delete(String name) implements Operation {}

        record ForceDirectory(String prefix) implements Operation {}

        record Write(int file, long position, byte[] bytes) implements Operation {}

        record Truncate(int file, long length) implements Operation {}

        /** Covers what was done before the force began. */
        record Force(int file, int begun) implements Operation {}
    }

    private final Disk disk;
    private final String prefix;

    RecordingStorage() {
        this(new Disk(), "");
    }

    private RecordingStorage(Disk disk, String prefix) {
        this.disk = disk;
        this.prefix = prefix;
    }

    private static final class Disk {
        private final List<Operation> operations = new ArrayList<>();
        private final Map<String, Integer> names = new TreeMap<>();
        private final Map<Integer, byte[]> contents = new HashMap<>();
        /** What was there, on the disk, when the recording began. */
        private final Map<String, Integer> firstNames = new TreeMap<>();

        private final Map<Integer, byte[]> firstContents = new HashMap<>();
        private long capacity = Long.MAX_VALUE;
        private int failingForces;
        private long forceMillis;
        private Predicate<String> failingWrites = name -> false;
        private Predicate<String> failingTruncates = name -> false;
        private int files;
        private int forces;

        long used() {
            return names.values().stream()
                    .mapToLong(file -> contents.get(file).length)
                    .sum();
        }
    }

    /** How many operations there were: a moment to which {@link #afterPowerLoss} can go back. */
    int moment() {
        synchronized (disk) {
            return disk.operations.size();
        }
    }

    int forces() {
        synchronized (disk) {
            return disk.forces;
        }
    }

    void capacity(long bytes) {
        synchronized (disk) {
            disk.capacity = bytes;
        }
    }

    long used() {
        synchronized (disk) {
            return disk.used();
        }
    }

    void failForces(int count) {
        synchronized (disk) {
            disk.failingForces = count;
        }
    }

    void slowForces(long millis) {
        disk.forceMillis = millis;
    }

    void failWrites(Predicate<String> names) {
        synchronized (disk) {
            disk.failingWrites = names;
        }
    }

    void failTruncates(Predicate<String> names) {
        synchronized (disk) {
            disk.failingTruncates = names;
        }
    }

    byte[] content(String name) {
        synchronized (disk) {
            return disk.contents.get(disk.names.get(prefix + name)).clone();
        }
    }

    /** A copy on which nothing was recorded yet. */
    RecordingStorage copy() {
        synchronized (disk) {
            RecordingStorage copy = new RecordingStorage();
            disk.names.forEach((name, file) -> copy.put(name, disk.contents.get(file)));
            return copy;
        }
    }

    void put(String name, byte[] content) {
        synchronized (disk) {
            int file = disk.files++;
            disk.names.put(name, file);
            disk.contents.put(file, content.clone());
            disk.firstNames.put(name, file);
            disk.firstContents.put(file, content.clone());
        }
    }

    /** What is left when nothing that was not forced at a moment reached the disk. */
    RecordingStorage afterPowerLoss(int moment) {
        return afterPowerLoss(moment, new Random(0), 0);
    }

    /** The same, but each change that was not forced reached the disk with this chance, and a write maybe in part. */
    RecordingStorage afterPowerLoss(int moment, Random random, double chance) {
        List<Operation> done;
        synchronized (disk) {
            done = List.copyOf(disk.operations.subList(0, moment));
        }
        Map<Integer, Integer> forced = new HashMap<>();
        Map<String, Integer> directoryForced = new HashMap<>();
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i) instanceof Operation.Force force) {
                forced.put(force.file(), force.begun());
            } else if (done.get(i) instanceof Operation.ForceDirectory force) {
                directoryForced.put(force.prefix(), i);
            }
        }
        RecordingStorage left = new RecordingStorage();
        Map<String, Integer> names = new TreeMap<>(disk.firstNames);
        Map<Integer, byte[]> contents = new HashMap<>(disk.firstContents);
        for (int i = 0; i < done.size(); i++) {
            boolean lucky = random.nextDouble() < chance;
            apply(done.get(i), i, forced, directoryForced, lucky, random, names, contents);
        }
        names.forEach((name, file) -> left.put(name, contents.getOrDefault(file, new byte[0])));
        return left;
    }

    private static void apply(
            Operation operation,
            int index,
            Map<Integer, Integer> forced,
            Map<String, Integer> directoryForced,
            boolean lucky,
            Random random,
            Map<String, Integer> names,
            Map<Integer, byte[]> contents) {
        if (operation instanceof Operation.Create create) {
            if (lucky || index < directoryForced.getOrDefault(directory(create.name()), -1)) {
                names.put(create.name(), create.file());
            }
        } else if (operation instanceof Operation.Delete delete) {
            if (lucky || index < directoryForced.getOrDefault(directory(delete.name()), -1)) {
                names.remove(delete.name());
            }
        } else if (operation instanceof Operation.Write write) {
            boolean safe = index < forced.getOrDefault(write.file(), -1);
            if (safe || lucky) {
                int count =
                        safe || random.nextBoolean() ? write.bytes().length : random.nextInt(write.bytes().length + 1);
                contents.merge(
                        write.file(),
                        write(new byte[0], write.position(), write.bytes(), count),
                        (old, any) -> write(old, write.position(), write.bytes(), count));
            }
        } else if (operation instanceof Operation.Truncate cut) {
            if (lucky || index < forced.getOrDefault(cut.file(), -1)) {
                contents.computeIfPresent(
                        cut.file(), (any, old) -> Arrays.copyOf(old, (int) Math.min(old.length, cut.length())));
            }
        }
    }

    private static String directory(String name) {
        return name.startsWith(ASIDE) ? ASIDE : "";
    }

    private static byte[] write(byte[] old, long position, byte[] bytes, int count) {
        byte[] grown = Arrays.copyOf(old, (int) Math.max(old.length, position + count));
        System.arraycopy(bytes, 0, grown, (int) position, count);
        return grown;
    }

    @Override
    public List<String> list() {
        synchronized (disk) {
            return disk.names.keySet().stream()
                    .filter(name -> directory(name).equals(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .toList();
        }
    }

    @Override
    public SpoolFile create(String name) throws IOException {
        synchronized (disk) {
            if (disk.names.containsKey(prefix + name)) {
                throw new IOException("there is a file " + name);
            }
            int file = disk.files++;
            disk.names.put(prefix + name, file);
            disk.contents.put(file, new byte[0]);
            disk.operations.add(new Operation.Create(prefix + name, file));
            return new File(name, file);
        }
    }

    @Override
    public SpoolFile open(String name) {
        synchronized (disk) {
            return new File(name, disk.names.get(prefix + name));
        }
    }

    @Override
    public void delete(String name) {
        synchronized (disk) {
            if (disk.names.remove(prefix + name) != null) {
                disk.operations.add(new Operation.Delete(prefix + name));
            }
        }
    }

    @Override
    public void forceDirectory() {
        synchronized (disk) {
            disk.operations.add(new Operation.ForceDirectory(prefix));
        }
    }

    @Override
    public long usableBytes() {
        synchronized (disk) {
            return disk.capacity - disk.used();
        }
    }

    @Override
    public RecordingStorage aside() {
        return new RecordingStorage(disk, ASIDE);
    }

    @Override
    public Path link(Collection<String> names) throws IOException {
        throw new IOException("files in memory have one name");
    }

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public void close() {}

    private final class File implements SpoolFile {
        private final String name;
        private final int number;

        File(String name, int number) {
            this.name = name;
            this.number = number;
        }

        @Override
        public void write(long position, byte[] bytes, int offset, int length) throws IOException {
            synchronized (disk) {
                byte[] old = disk.contents.get(number);
                long room = disk.capacity - disk.used() + Math.max(0, old.length - position);
                int count = disk.failingWrites.test(name) ? length / 2 : (int) Math.min(length, Math.max(0, room));
                byte[] written = Arrays.copyOfRange(bytes, offset, offset + count);
                disk.contents.put(number, RecordingStorage.write(old, position, written, count));
                disk.operations.add(new Operation.Write(number, position, written));
                if (count < length || disk.failingWrites.test(name)) {
                    throw new IOException("No space left on device");
                }
            }
        }

        @Override
        public void read(long position, byte[] bytes, int offset, int length) throws IOException {
            synchronized (disk) {
                byte[] content = disk.contents.get(number);
                if (position + length > content.length) {
                    throw new EOFException();
                }
                System.arraycopy(content, (int) position, bytes, offset, length);
            }
        }

        @Override
        public long length() {
            synchronized (disk) {
                return disk.contents.get(number).length;
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            synchronized (disk) {
                if (disk.failingTruncates.test(name)) {
                    throw new IOException("Input/output error");
                }
                byte[] old = disk.contents.get(number);
                disk.contents.put(number, Arrays.copyOf(old, (int) Math.min(old.length, length)));
                disk.operations.add(new Operation.Truncate(number, length));
            }
        }

        @Override
        public void force() throws IOException {
            int begun = moment();
            pause();
            synchronized (disk) {
                disk.forces++;
                if (disk.failingForces > 0) {
                    disk.failingForces--;
                    throw new IOException("Input/output error");
                }
                disk.operations.add(new Operation.Force(number, begun));
            }
        }

        private void pause() throws IOException {
            try {
                Thread.sleep(disk.forceMillis);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {}
    }
}

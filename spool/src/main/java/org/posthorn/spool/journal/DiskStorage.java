// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory on a disk: files of mode 600, directories of mode 700, a lock file so that one process works in it.
 *
 * <p>Whatever touches the directory runs in a thread that nobody interrupts ({@link Uninterrupted}), because an
 * interrupt in a channel's operation closes the channel.
 */
public final class DiskStorage implements SpoolStorage {
    static final String LOCK = "lock";
    private static final Logger LOGGER = LoggerFactory.getLogger(DiskStorage.class);
    private static final int RETRY_MILLIS = 50;
    private static final String ASIDE = "damaged";
    private static final String SNAPSHOTS = "snapshots";
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Uninterrupted thread;
    private final Optional<FileChannel> lock;

    private DiskStorage(Path directory, Uninterrupted thread, Optional<FileChannel> lock) {
        this.directory = directory;
        this.thread = thread;
        this.lock = lock;
    }

    /**
     * Opens a directory, made when it is not there, and locks it.
     *
     * @throws SpoolInUseException when somebody else has it open
     */
    public static DiskStorage open(Path directory) throws IOException {
        Uninterrupted thread = new Uninterrupted("spool-directory");
        try {
            return thread.call(() -> {
                make(directory);
                return new DiskStorage(directory, thread, Optional.of(lock(directory)));
            });
        } catch (IOException e) {
            thread.close();
            throw e;
        }
    }

    /**
     * The same, waiting for a while when somebody else has it open, as a backup has for some milliseconds.
     *
     * @throws SpoolInUseException when that does not end in time
     */
    public static DiskStorage open(Path directory, Duration patience) throws IOException {
        long begin = System.nanoTime();
        boolean told = false;
        while (true) {
            try {
                return open(directory);
            } catch (SpoolInUseException e) {
                if (System.nanoTime() - begin >= patience.toNanos()) {
                    throw e;
                }
                if (!told) {
                    LOGGER.info("check=spool result=waiting s={} reason=\"{}\"", patience.toSeconds(), e.getMessage());
                    told = true;
                }
                pause();
            }
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the spool");
        }
    }

    private static void make(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                force(parent);
            }
        }
    }

    /**
     * A second attempt of this process must not even open the lock file: closing it would release the lock, which the
     * system holds for the process and not for the descriptor.
     */
    private static FileChannel lock(Path directory) throws IOException {
        if (!LOCKED_HERE.add(key(directory))) {
            throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
        }
        boolean locked = false;
        try {
            FileChannel channel = lockFile(directory);
            locked = true;
            return channel;
        } finally {
            if (!locked) {
                LOCKED_HERE.remove(key(directory));
            }
        }
    }

    private static Path key(Path directory) {
        return directory.toAbsolutePath().normalize();
    }

    private static SpoolInUseException inUse(Path directory, String process) {
        return new SpoolInUseException("the spool " + directory + " is in use by process " + process);
    }

    private static FileChannel lockFile(Path directory) throws IOException {
        Path file = directory.resolve(LOCK);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (channel.tryLock() == null) {
            String holder = Files.readString(file, StandardCharsets.US_ASCII).strip();
            channel.close();
            throw inUse(directory, holder.isEmpty() ? "unknown" : holder);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOCK))
                    .collect(Collectors.toUnmodifiableList());
        }
    }

    @Override
    public SpoolFile create(String name) throws IOException {
        Path file = directory.resolve(name);
        return thread.call(() -> {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return new DiskFile(file);
        });
    }

    @Override
    public SpoolFile open(String name) throws IOException {
        return new DiskFile(directory.resolve(name));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void forceDirectory() throws IOException {
        thread.call(() -> {
            force(directory);
            return true;
        });
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes() throws IOException {
        return directory.toFile().getUsableSpace();
    }

    @Override
    public SpoolStorage aside() throws IOException {
        Path aside = directory.resolve(ASIDE);
        return thread.call(() -> {
            make(aside);
            return new DiskStorage(aside, thread, Optional.empty());
        });
    }

    @Override
    public Path link(Collection<String> names) throws IOException {
        return thread.call(() -> {
            Path snapshots = directory.resolve(SNAPSHOTS);
            make(snapshots);
            Path snapshot = Files.createTempDirectory(snapshots, "");
            for (String name : names) {
                Files.createLink(snapshot.resolve(name), directory.resolve(name));
            }
            return snapshot;
        });
    }

    @Override
    public String describe() {
        return directory.toString();
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
            LOCKED_HERE.remove(key(directory));
            thread.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.bodies;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One file for each body under a random name, in 256 directories: written aside, forced, renamed into place, and the directory
 * forced, so that a body whose name stands in the database is there after a power loss.
 */
public final class BodyFiles {
    private final Path root;
    private final Queue<String> held = new ConcurrentLinkedQueue<>();
    private volatile boolean holdsBack;

    /** Makes the directories. */
    public BodyFiles(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("new"));
        for (int i = 0; i < 256; i++) {
            Files.createDirectories(root.resolve(String.format(Locale.ROOT, "%02x", i)));
        }
    }

    /** Writes a body; returns its name when it is on disk. */
    public String write(byte[] body) throws IOException {
        byte[] random = new byte[16];
        ThreadLocalRandom.current().nextBytes(random);
        String name = HexFormat.of().formatHex(random);
        Path aside = root.resolve("new").resolve(name);
        try (FileChannel file = FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(body);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            file.force(true);
        }
        Path place = path(name);
        Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
        return name;
    }

    /** Reads a body. */
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(path(name));
    }

    /** Whether a body is there. */
    public boolean exists(String name) {
        return Files.exists(path(name));
    }

    /** Removes a body, now or when deletions are no longer held back. */
    public void delete(String name) throws IOException {
        if (holdsBack) {
            held.add(name);
            return;
        }
        Files.delete(path(name));
    }

    /** Holds deletions back, as something has to while files are copied for a backup; or makes up for them. */
    public void holdBack(boolean on) throws IOException {
        holdsBack = on;
        while (!on && !held.isEmpty()) {
            Files.delete(path(held.remove()));
        }
    }

    private Path path(String name) {
        return root.resolve(name.substring(0, 2)).resolve(name);
    }
}

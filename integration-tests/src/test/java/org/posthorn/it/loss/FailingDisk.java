// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.posthorn.testing.PosthornServer;

/**
 * A file system for the server's spool that the kernel makes read-only while the server writes to it, as it does when it finds
 * the disk damaged. An administrator cannot: {@code mount -o remount,ro} is refused as long as a file is open for writing.
 *
 * <p>It is ext4 in a file, mounted on the spool in the namespace of the tests, which is the server's as well; only root may do so.
 * Once it has failed it is only taken back after it was unmounted and checked.
 */
public final class FailingDisk implements AutoCloseable {

    private static final long BYTES = 256L * 1024 * 1024;

    private final PosthornServer posthorn;
    private final Path spool;
    private final Path image;

    private FailingDisk(PosthornServer posthorn, Path spool, Path image) {
        this.posthorn = posthorn;
        this.spool = spool;
        this.image = image;
    }

    /** Whether this machine lets the tests mount a file system and make it fail. */
    public static boolean isPossible() {
        try {
            Path directory = Files.createTempDirectory("posthorn-mount-");
            Path image = image();
            boolean mounted = format(image).isEmpty() && mount(image, directory).isEmpty();
            boolean possible = mounted && Files.isWritable(trigger(directory));
            if (mounted) {
                demand(unmount(directory));
            }
            Files.delete(image);
            Files.delete(directory);
            return possible;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new and empty disk for the spool of a server that does not run. */
    public static FailingDisk of(PosthornServer posthorn) throws IOException {
        FailingDisk disk = new FailingDisk(posthorn, posthorn.home().resolve("spool"), image());
        UserPrincipal owner = Files.getOwner(disk.spool);
        demand(format(disk.image));
        demand(mount(disk.image, disk.spool));
        Files.delete(disk.spool.resolve("lost+found"));
        Files.setPosixFilePermissions(disk.spool, PosixFilePermissions.fromString("rwx------"));
        Files.setOwner(disk.spool, owner);
        return disk;
    }

    /** From now on nothing can be written, into files that are open neither. */
    public void fail() {
        try {
            Files.writeString(trigger(spool), "broken by a test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an administrator does: the server must not run. */
    public void repair() {
        demand(unmount(spool));
        // its exit code says that there was something to do
        SmallDisk.run("fsck.ext4", "-f", "-y", image.toString());
        demand(mount(image, spool));
    }

    private static Path image() throws IOException {
        return Files.createTempFile("posthorn-disk-", ".ext4");
    }

    private static String format(Path image) {
        String problem = SmallDisk.run("truncate", "-s", String.valueOf(BYTES), image.toString());
        return problem.isEmpty() ? SmallDisk.run("mkfs.ext4", "-q", "-F", image.toString()) : problem;
    }

    private static String mount(Path image, Path directory) {
        return SmallDisk.run("mount", "-o", "loop,errors=remount-ro", image.toString(), directory.toString());
    }

    private static String unmount(Path directory) {
        return SmallDisk.run("umount", directory.toString());
    }

    /** The file that makes the kernel find an error in the file system of a directory. */
    private static Path trigger(Path directory) throws IOException {
        String device = Files.getFileStore(directory).name();
        return Path.of("/sys/fs/ext4").resolve(Path.of(device).getFileName()).resolve("trigger_fs_error");
    }

    private static void demand(String problem) {
        if (!problem.isEmpty()) {
            throw new AssertionError(problem);
        }
    }

    /** Takes the server down and the disk away. */
    @Override
    public void close() throws IOException {
        posthorn.run("", "down");
        demand(unmount(spool));
        Files.delete(image);
    }
}

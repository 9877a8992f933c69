// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.posthorn.testing.PosthornServer;

/**
 * A small file system for the server's spool and nothing else.
 *
 * <p>It lives in a mount namespace of the server's process, which any user may make where the kernel allows user namespaces: instead of
 * Java the launcher starts a script that mounts it and becomes Java. It ends with the process, and is reached from outside through
 * {@code /proc}.
 */
public final class SmallDisk implements AutoCloseable {

    private static final String SCRIPT =
            """
            #!/bin/bash
            case " $* " in
                *" org.posthorn.server.PosthornServer ") ;;
                *) exec "%1$s/bin/java" "$@" ;;
            esac
            mkdir -p "$POSTHORN_HOME/spool"
            exec unshare --user --mount --map-current-user --keep-caps bash -c \\
                'mount -t tmpfs -o size=%2$dm,mode=700 spool "$POSTHORN_HOME/spool" && exec "$@"' bash "%1$s/bin/java" "$@"
            """;
    private static final int MEGABYTE = 1024 * 1024;
    private static final int BLOCK = 64 * 1024;

    private final Path javaHome;
    private final long bytes;
    private Path filler = Path.of("");
    private long server;

    private SmallDisk(Path javaHome, long bytes) {
        this.javaHome = javaHome;
        this.bytes = bytes;
    }

    /** Whether this machine lets its users mount a file system in a namespace of their own. */
    public static boolean isPossible() {
        return run(
                        "unshare",
                        "--user",
                        "--mount",
                        "--map-current-user",
                        "--keep-caps",
                        "mount",
                        "-t",
                        "tmpfs",
                        "x",
                        "/mnt")
                .isEmpty();
    }

    /** A disk of this size, empty; the spool keeps a part of it free. */
    public static SmallDisk ofMegabytes(int megabytes) throws IOException {
        Path javaHome = Files.createTempDirectory("posthorn-java-");
        Path real = Path.of(System.getProperty("java.home"));
        Files.createDirectory(javaHome.resolve("bin"));
        Files.copy(real.resolve("release"), javaHome.resolve("release"));
        Path java = javaHome.resolve("bin/java");
        Files.writeString(java, String.format(Locale.ROOT, SCRIPT, real, megabytes));
        for (Path path : List.of(javaHome, javaHome.resolve("bin"), java)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new SmallDisk(javaHome, (long) megabytes * MEGABYTE);
    }

    /** {@code JAVA_HOME} for a launcher whose server is to have its spool on this disk. */
    public String javaHome() {
        return javaHome.toString();
    }

    /** The server that runs now is the one that has it. */
    public void mountedBy(PosthornServer posthorn) {
        Path spool = posthorn.home().resolve("spool");
        server = posthorn.processId("server");
        filler = Path.of("/proc/" + server + "/root" + spool).resolve("filler");
        long size = filler.getParent().toFile().getTotalSpace();
        if (size != bytes) {
            throw new AssertionError("the disk of " + spool + " has " + size + " bytes and not " + bytes);
        }
    }

    /** Takes all space but so many megabytes. */
    public void fillUpTo(int free) {
        long wanted = filler.getParent().toFile().getUsableSpace() - (long) free * MEGABYTE;
        // one block more than there are says that the disk is full, and is to
        long blocks = Math.max(0, wanted) / BLOCK + (free == 0 ? 1 : 0);
        String problem = as(
                server,
                "dd",
                "if=/dev/zero",
                "of=" + filler,
                "oflag=append",
                "conv=notrunc",
                "bs=" + BLOCK,
                "count=" + blocks);
        if (!problem.isEmpty() && free > 0) {
            throw new AssertionError(problem);
        }
    }

    /** Gives the space back. */
    public void empty() {
        String problem = as(server, "rm", "-f", filler.toString());
        if (!problem.isEmpty()) {
            throw new AssertionError(problem);
        }
    }

    /** Forbids a process to write to files behind this size, or no longer does. */
    public static void limitFiles(long process, String bytes) {
        String problem = as(process, "prlimit", "--pid", String.valueOf(process), "--fsize=" + bytes + ":");
        if (!problem.isEmpty()) {
            throw new AssertionError(problem);
        }
    }

    /** Runs a command as the user of a process: root has no rights on a disk of somebody's own. */
    private static String as(long process, String... command) {
        List<String> words = new ArrayList<>();
        try {
            Path owned = Path.of("/proc/" + process);
            if ("root".equals(System.getProperty("user.name"))) {
                words.addAll(List.of("setpriv", "--clear-groups"));
                words.add("--reuid=" + Files.getAttribute(owned, "unix:uid"));
                words.add("--regid=" + Files.getAttribute(owned, "unix:gid"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        words.addAll(List.of(command));
        return run(words.toArray(String[]::new));
    }

    /** Nothing where the command succeeds, else what it said. */
    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : String.join(" ", command) + ": " + words;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void close() {
        for (String name : List.of("bin/java", "bin", "release", "")) {
            try {
                Files.deleteIfExists(javaHome.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who listens on a port, as far as Linux tells it to this user. */
final class PortHolder {

    private static final Path PROCESSES = Path.of("/proc");
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String LISTENS = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortHolder() {}

    static Optional<String> of(int port) {
        Set<String> sockets = TABLES.stream()
                .flatMap(table -> inodes(table, port))
                .map(inode -> "socket:[" + inode + "]")
                .collect(Collectors.toSet());
        return sockets.isEmpty() ? Optional.empty() : process(sockets);
    }

    private static Stream<String> inodes(Path table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try {
            return Files.readAllLines(table).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENS))
                    .filter(fields -> fields[LOCAL_ADDRESS].endsWith(suffix))
                    .map(fields -> fields[INODE]);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Optional<String> process(Set<String> sockets) {
        try (Stream<Path> processes = Files.list(PROCESSES)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> holds(process, sockets))
                    .map(PortHolder::describe)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> isOne(descriptor, sockets));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean isOne(Path descriptor, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            return false;
        }
    }

    private static String describe(Path process) {
        String number = String.valueOf(process.getFileName());
        try {
            return Files.readString(process.resolve("comm")).strip() + " (process " + number + ")";
        } catch (IOException e) {
            return "process " + number;
        }
    }
}

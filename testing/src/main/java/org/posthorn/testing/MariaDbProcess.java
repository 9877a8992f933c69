// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A MariaDB that is a process of this machine, on a TCP port and a Unix socket, in a directory of its own; as user nobody where this JVM is root. */
final class MariaDbProcess implements DatabaseHost {
    private final MariaDbBinaries binaries;
    private final Path home = Directories.fresh("posthorn-mariadb-");
    private final int port = FreePorts.one();
    private @Nullable Guardian process;

    MariaDbProcess(MariaDbBinaries binaries, String password) {
        this.binaries = binaries;
        MariaDbTemplate.copyTo(home.resolve("data"), binaries);
        writePassword(password);
        UnprivilegedUser.own(home);
    }

    @Override
    public void start() {
        process = Guardian.start(home, logFile(), command());
    }

    @Override
    public void end(String signal) {
        running().end(signal);
        process = null;
    }

    @Override
    public boolean isRunning() {
        return process != null && process.isRunning();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove() {
        Directories.delete(home);
    }

    Path socket() {
        return home.resolve("socket");
    }

    long processId() {
        return running().processId();
    }

    private Guardian running() {
        if (process == null) {
            throw new IllegalStateException("not running");
        }
        return process;
    }

    private Path logFile() {
        return home.resolve("server.log");
    }

    private void writePassword(String password) {
        try {
            Path file = Files.createFile(
                    home.resolve("init.sql"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, "ALTER USER tester@127.0.0.1 IDENTIFIED BY '" + password + "';\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** TLS is off because MariaDB 11.4 makes a new RSA key at each start otherwise, for seconds. */
    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(binaries.server().toString());
        command.addAll(binaries.locations());
        command.addAll(UnprivilegedUser.serverOption());
        command.addAll(List.of(
                "--datadir=" + home.resolve("data"),
                "--tmpdir=" + home,
                "--socket=" + socket(),
                "--pid-file=" + home.resolve("pid"),
                "--init-file=" + home.resolve("init.sql"),
                "--bind-address=127.0.0.1",
                "--port=" + port));
        command.addAll(List.of(
                "--skip-name-resolve",
                "--skip-ssl",
                "--character-set-server=utf8mb4",
                "--performance-schema=OFF",
                "--innodb-buffer-pool-size=32M",
                "--innodb-log-file-size=8M",
                "--innodb-autoextend-increment=1",
                "--innodb-flush-log-at-trx-commit=2",
                "--aria-pagecache-buffer-size=8M"));
        return command;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A data directory with system tables and nothing else, made once per installation; servers start on copies of it.
 *
 * <p>It is made in mariadbd's bootstrap mode, which listens nowhere. Its only account comes without a usable password: the server that starts
 * on a copy sets one, see {@link MariaDbServer}.
 */
final class MariaDbTemplate {
    private static final String ACCOUNTS =
            """
            DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';
            DELETE FROM mysql.proxies_priv;
            FLUSH PRIVILEGES;
            CREATE USER tester@127.0.0.1 IDENTIFIED VIA mysql_native_password USING 'invalid';
            GRANT ALL ON *.* TO tester@127.0.0.1 WITH GRANT OPTION;
            """;

    private MariaDbTemplate() {}

    /** Fills a directory that does not exist yet. */
    static void copyTo(Path directory, MariaDbBinaries binaries) {
        Directories.copy(made(binaries), directory);
        UnprivilegedUser.own(directory);
    }

    private static synchronized Path made(MariaDbBinaries binaries) {
        try {
            Path template = EmbeddedBinaries.cache().resolve("template-" + binaries.name());
            if (Files.isDirectory(template)) {
                return template;
            }
            try (FileChannel channel = FileChannel.open(
                            template.resolveSibling("template.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(template)) {
                    bootstrap(binaries, template);
                }
            }
            return template;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void bootstrap(MariaDbBinaries binaries, Path template) throws IOException {
        Path work = Directories.fresh("posthorn-template-");
        try {
            Path data = Files.createDirectory(work.resolve("data"));
            UnprivilegedUser.own(data);
            Path log = work.resolve("bootstrap.log");
            run(command(binaries, data), script(binaries), log);
            Files.move(data, template);
        } finally {
            Directories.delete(work);
        }
    }

    private static List<String> command(MariaDbBinaries binaries, Path data) {
        List<String> command = new ArrayList<>();
        command.add(binaries.server().toString());
        command.addAll(binaries.locations());
        command.addAll(UnprivilegedUser.serverOption());
        command.addAll(List.of(
                "--bootstrap", "--datadir=" + data, "--innodb-log-file-size=8M", "--innodb-autoextend-increment=1"));
        return command;
    }

    private static String script(MariaDbBinaries binaries) throws IOException {
        StringBuilder script = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
        for (Path file : binaries.systemTables()) {
            script.append(Files.readString(file)).append('\n');
        }
        return script.append(ACCOUNTS).toString();
    }

    private static void run(List<String> command, String input, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            process.destroyForcibly();
            throw new IOException("MariaDB stopped reading: " + Files.readString(log), e);
        }
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("MariaDB could not be initialised: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while MariaDB was being initialised", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.it.loss.Letter.Reading;
import org.posthorn.testing.Poll;

/** What MariaDB finds when it starts on what is left of its data directory: the letters in the mailboxes. */
public final class DatabaseAfterPowerLoss {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LETTERS =
            """
            SELECT CONVERT(f.owner USING utf8mb4), c.id, c.header, b.data FROM posthorn_message m
            JOIN posthorn_folder f ON f.id = m.folder_id JOIN posthorn_content c ON c.id = m.content_id
            LEFT JOIN posthorn_body b ON b.content_id = c.id ORDER BY m.folder_id, m.uid, b.part
            """;

    private final Set<String> whole = new HashSet<>();
    private final List<String> damaged = new ArrayList<>();

    private DatabaseAfterPowerLoss() {}

    /**
     * Starts the programs of a running or ended Posthorn on another data directory, reads and kills them.
     *
     * @param home where that Posthorn has its data, and the embedded MariaDB its programs
     */
    public static DatabaseAfterPowerLoss open(Path home, Path data, int port) {
        DatabaseAfterPowerLoss database = new DatabaseAfterPowerLoss();
        Path log = data.resolveSibling("database.log");
        Process process = start(home, data, port, log);
        try {
            if (!Poll.until(PATIENCE, () -> !process.isAlive() || answers(port)) || !process.isAlive()) {
                throw new IllegalStateException("MariaDB did not start: " + words(log));
            }
            database.read(port);
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException("MariaDB cannot read its tables: " + words(log), e);
        } finally {
            List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
            all.add(process.toHandle());
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(one -> one.onExit().join());
        }
    }

    private static Process start(Path home, Path data, int port, Path log) {
        try (var programs = Files.list(home.resolve("mariadb"))) {
            Path base = programs.filter(path -> Files.isExecutable(path.resolve("bin/mariadbd")))
                    .findFirst()
                    .orElseThrow();
            // never longer than a test may last, should this process be killed
            List<String> command = new ArrayList<>(List.of("timeout", "--signal=KILL", "300"));
            command.addAll(List.of(base.resolve("bin/mariadbd").toString(), "--no-defaults", "--basedir=" + base));
            command.addAll(
                    List.of("--lc-messages-dir=" + base.resolve("share"), "--datadir=" + data, "--skip-grant-tables"));
            command.addAll(List.of("--character-sets-dir=" + base.resolve("share/charsets"), "--skip-ssl"));
            command.addAll(List.of("--tmpdir=" + data.getParent(), "--skip-networking=0", "--bind-address=127.0.0.1"));
            command.addAll(List.of("--socket=" + data.resolveSibling("s"), "--pid-file=" + data.resolveSibling("p")));
            command.addAll(List.of("--port=" + port, "--innodb-log-file-size=48M", "--performance-schema=OFF"));
            if ("root".equals(System.getProperty("user.name"))) {
                command.add("--user=" + Files.getOwner(home).getName());
            }
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String words(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean answers(int port) {
        try (Connection connection = connect(port)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static Connection connect(int port) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + port + "/posthorn?allowPublicKeyRetrieval=true&sslMode=DISABLED",
                "any",
                "");
    }

    private void read(int port) throws SQLException {
        try (Connection connection = connect(port);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LETTERS)) {
            String mailbox = "";
            long content = 0;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (rows.next()) {
                if (rows.getLong(2) != content || !rows.getString(1).equals(mailbox)) {
                    letter(mailbox, bytes);
                    bytes = new ByteArrayOutputStream();
                    bytes.writeBytes(rows.getBytes(3));
                }
                mailbox = rows.getString(1);
                content = rows.getLong(2);
                bytes.writeBytes(Optional.ofNullable(rows.getBytes(4)).orElse(new byte[0]));
            }
            letter(mailbox, bytes);
        }
    }

    private void letter(String mailbox, ByteArrayOutputStream bytes) {
        if (mailbox.isEmpty()) {
            return;
        }
        Optional<Reading> reading = Letter.read(bytes.toString(StandardCharsets.ISO_8859_1));
        if (reading.filter(Reading::whole).isPresent()) {
            whole.add(mailbox + " " + reading.orElseThrow().id());
        } else {
            damaged.add(mailbox + " " + reading);
        }
    }

    /** Whether a letter lies whole in a mailbox. */
    public boolean has(String id, String mailbox) {
        return whole.contains(mailbox + " " + id);
    }

    /** What lies in a mailbox and is not whole. */
    public List<String> damaged() {
        return List.copyOf(damaged);
    }
}

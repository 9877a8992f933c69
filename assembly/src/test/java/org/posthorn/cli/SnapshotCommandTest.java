// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.server.administration.JmxEndpoint;
import org.posthorn.server.administration.Secrets;
import org.posthorn.server.administration.Spool;
import org.posthorn.server.administration.SpoolMXBean;
import org.posthorn.spool.journal.DiskStorage;

/** The command over a real JMX port, with the bean of the server, and beside a spool that is open or not. */
class SnapshotCommandTest {

    @TempDir
    private Path home;

    private final FakeSpool running = new FakeSpool();
    private int port;
    private JmxEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Path secrets = home.resolve("secrets");
        Secrets.in(secrets).jmx();
        endpoint = new JmxEndpoint(port, secrets);
        endpoint.start();
        endpoint.register(SpoolMXBean.NAME, new Spool(running));
    }

    @AfterEach
    void stop() {
        endpoint.stop();
    }

    @Test
    void theServerThatHasTheSpoolOpenMakesTheSnapshot() throws Exception {
        running.add(FakeSpool.mail("00000000000000aa", ""));

        try (DiskStorage open = DiskStorage.open(home.resolve("spool"))) {
            assertThat(open.list()).isEmpty();
            assertThat(run()).containsExactly("snapshot of 1");
        }
    }

    @Test
    void withoutAServerTheFilesAreLinkedByTheCommandItself() throws Exception {
        endpoint.stop();
        Path spool = Files.createDirectory(home.resolve("spool"));
        Files.writeString(spool.resolve("segment"), "mail");

        Path snapshot = Path.of(run().get(0));

        assertThat(snapshot).hasParent(spool.resolve("snapshots"));
        assertThat(snapshot.resolve("segment")).hasContent("mail");
        DiskStorage.open(spool).close();
    }

    @Test
    void aSpoolThatIsOpenInAServerThatDoesNotAnswerIsNotCopied() throws Exception {
        endpoint.stop();
        try (DiskStorage open = DiskStorage.open(home.resolve("spool"))) {
            assertRefused(ExitCode.UNAVAILABLE).hasMessageContaining("does not answer on port " + port);
            assertThat(open.list()).isEmpty();
        }
        assertThat(home.resolve("spool/snapshots")).doesNotExist();
    }

    @Test
    void aDiskThatIsFullIsTold() throws Exception {
        running.fill();
        try (DiskStorage open = DiskStorage.open(home.resolve("spool"))) {
            assertRefused(ExitCode.REFUSED).hasMessageContaining("No space left on device");
            assertThat(open.list()).isEmpty();
        }
    }

    @Test
    void aDirectoryWithoutASpoolIsRefusedAndStaysAsItIs() {
        assertRefused(ExitCode.REFUSED).hasMessageContaining("no server ever ran here");
        assertThat(home.resolve("spool")).doesNotExist();
    }

    @Test
    void aWrongCommandLineIsRefused() {
        assertRefused(ExitCode.USAGE, "now").hasMessage("usage: ./posthorn snapshot");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(ExitCode code, String... words) {
        return assertThatThrownBy(() -> run(words))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.exitCode()).isEqualTo(code));
    }

    private List<String> run(String... words) throws Refusal {
        return new SnapshotCommand(home).run(List.of(words), Beans.of(() -> ServerAccess.of(home, port)));
    }
}

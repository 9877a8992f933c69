// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.server.administration.JmxEndpoint;
import org.posthorn.server.administration.MailboxesMXBean;
import org.posthorn.server.administration.Secrets;

/** {@code quota}, {@code adopt} and {@code orphans} over a real JMX port. */
class MailboxCommandsTest {

    @TempDir
    private Path home;

    private final FakeMailboxes mailboxes = new FakeMailboxes();
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
        endpoint.register(MailboxesMXBean.NAME, mailboxes);
    }

    @AfterEach
    void stop() {
        endpoint.stop();
    }

    @Test
    void aRecountSaysWhatWasWrong() throws Exception {
        assertThat(run("quota", "recount"))
                .containsExactly(
                        "USER              BYTES  WERE  MESSAGES  WERE  FOLDERS",
                        "bob@example.test  20     30    2         3     1",
                        "accounts counted: 7, repaired: 1");
        assertThat(run("quota", "recount", "alice@example.test")).containsExactly("accounts counted: 1, repaired: 0");
        assertThat(run("quota", "recount", "alice@example.test", "--json"))
                .containsExactly("{\"accounts\":1,\"repaired\":[]}");
    }

    @Test
    void anAdoptionCountsToo() throws Exception {
        assertThat(run("adopt")).last().isEqualTo("accounts counted: 7, repaired: 1");
        assertThat(mailboxes.asked).containsExactly("adopt");
    }

    @Test
    void orphansAreListedAttachedAndPurged() throws Exception {
        assertThat(run("orphans", "list"))
                .containsExactly(
                        "ID  USER               DETACHED              FOLDERS  MESSAGES  BYTES",
                        "5   gone@example.test  2026-11-23T12:00:00Z  6        70        8000");
        assertThat(run("orphans", "list", "--json")).hasSize(3);
        assertThat(run("orphans", "attach", "5", "bob@example.test"))
                .containsExactly("the mail of orphan 5 is now bob@example.test's");
        assertThat(run("orphans", "purge", "5")).containsExactly("the mail of orphan 5 is deleted");
        assertThat(mailboxes.asked).endsWith("attach 5 bob@example.test", "purge 5");
    }

    @Test
    void whatTheStoreRefusesIsTold() {
        assertThatThrownBy(() -> run("orphans", "purge", "6"))
                .hasMessage("there is no orphan 6")
                .extracting(thrown -> ((Refusal) thrown).exitCode())
                .isEqualTo(ExitCode.REFUSED);
        assertThatThrownBy(() -> run("quota", "recount", "down@example.test"))
                .hasMessageContaining("does not answer")
                .extracting(thrown -> ((Refusal) thrown).exitCode())
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void aWrongCommandLineIsRefused() {
        for (List<String> words : List.of(
                List.of("quota"),
                List.of("quota", "recount", "a", "b"),
                List.of("adopt", "all"),
                List.of("orphans", "attach", "5"),
                List.of("orphans", "purge", "5", "--json"),
                List.of("orphans", "purge", "five"))) {
            assertThatThrownBy(() -> run(words.toArray(String[]::new)))
                    .extracting(thrown -> ((Refusal) thrown).exitCode())
                    .isEqualTo(ExitCode.USAGE);
        }
        assertThat(mailboxes.asked).isEmpty();
    }

    private List<String> run(String... words) throws Refusal {
        return Subcommand.named(words[0])
                .orElseThrow()
                .run(List.of(words).subList(1, words.length), Beans.of(() -> ServerAccess.of(home, port)));
    }

    private static final class FakeMailboxes implements MailboxesMXBean {
        private final List<String> asked = new ArrayList<>();

        @Override
        public String recountAll() {
            return "{\"accounts\":7,\"repaired\":[{\"user\":\"bob@example.test\",\"folders\":1,\"bytesBefore\":30,"
                    + "\"bytes\":20,\"messagesBefore\":3,\"messages\":2}]}";
        }

        @Override
        public String recount(String user) {
            if (user.startsWith("down")) {
                throw new AccountsUnavailableException("down", new IllegalStateException());
            }
            return "{\"accounts\":1,\"repaired\":[]}";
        }

        @Override
        public String adopt() {
            asked.add("adopt");
            return recountAll();
        }

        @Override
        public String[] orphans() {
            return new String[] {
                "{\"id\":5,\"user\":\"gone@example.test\",\"detached\":\"2026-11-23T12:00:00Z\",\"folders\":6,"
                        + "\"messages\":70,\"bytes\":8000}"
            };
        }

        @Override
        public void attach(long id, String user) {
            asked.add("attach " + id + " " + user);
        }

        @Override
        public void purge(long id) {
            if (id != 5) {
                throw new IllegalArgumentException("there is no orphan " + id);
            }
            asked.add("purge " + id);
        }
    }
}

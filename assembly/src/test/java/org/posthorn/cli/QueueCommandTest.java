// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.server.administration.JmxEndpoint;
import org.posthorn.server.administration.MailQueues;
import org.posthorn.server.administration.MailQueuesMXBean;
import org.posthorn.server.administration.Secrets;
import org.posthorn.spool.queue.QueuedMail;

/** The command over a real JMX port, with the bean of the server. */
class QueueCommandTest {

    private static final Clock CLOCK = Clock.fixed(FakeSpool.NOW, ZoneOffset.UTC);

    @TempDir
    private Path home;

    private final FakeSpool spool = new FakeSpool();
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
        endpoint.register(MailQueuesMXBean.NAME, new MailQueues(spool, CLOCK));
    }

    @AfterEach
    void stop() {
        endpoint.stop();
    }

    @Test
    void mailsAreListedInColumns() throws Exception {
        spool.add(FakeSpool.mail("00000000000000aa", "database down"));

        assertThat(run("list"))
                .containsExactly(
                        "ID                QUEUE  STATE    AGE  NEXT  TRIES  SIZE  FROM        TO           ERROR",
                        "00000000000000aa  spool  waiting  2h   5m    3      1234  <a@b.test>  c@d.test +1  database down");
    }

    @Test
    void emptyQueuesSaySo() throws Exception {
        assertThat(run("list")).containsExactly("the queues are empty");
        assertThat(String.join("", run("list", "--json"))).isEqualTo("[]");
    }

    @Test
    void mailsAreListedForPrograms() throws Exception {
        spool.add(FakeSpool.mail("00000000000000aa", "caf\u00e9 \u001b[2J\u009b"));
        spool.add(FakeSpool.mail("00000000000000bb", ""));

        String output = String.join("\n", run("list", "--json"));

        assertThat(output).matches("[\\n -~]*");
        JsonNode mails = new ObjectMapper().readTree(output);
        assertThat(mails).hasSize(2);
        assertThat(mails.get(0).get("error").asText()).isEqualTo("caf\u00e9 \u001b[2J\u009b");
        assertThat(mails.get(0).get("recipients").get(1).asText()).isEqualTo("e@d.test");
        assertThat(mails.get(1).get("failures").asInt()).isEqualTo(3);
    }

    @Test
    void textOfStrangersCannotSteerTheTerminal() throws Exception {
        spool.add(FakeSpool.mail("00000000000000aa", "x\u001b[2J\u009b\u202ey\nz"));

        assertThat(run("list").get(1)).endsWith("x?[2J??y");
        assertThat(run("show", "00000000000000aa")).contains("error: x?[2J??y");
    }

    @Test
    void oneMailIsShownWithAllItsRecipients() throws Exception {
        spool.add(FakeSpool.mail("00000000000000aa", ""));

        assertThat(run("show", "00000000000000aa"))
                .contains(
                        "id: 00000000000000aa",
                        "processor: store",
                        "recipients: c@d.test",
                        "recipients: e@d.test",
                        "next: 2026-11-23T12:05:00Z");
        assertThat(run("show", "00000000000000aa", "--json"))
                .singleElement()
                .asString()
                .startsWith("{\"id\":");
    }

    @Test
    void aMailIsHeldReleasedTriedAndDeleted() throws Exception {
        spool.add(FakeSpool.mail("00000000000000aa", ""));

        assertThat(run("hold", "00000000000000aa")).containsExactly("00000000000000aa is held until it is released");
        assertThat(only().held()).isTrue();
        assertThat(run("list").get(1)).contains("  held  ");
        assertThat(run("release", "00000000000000aa")).hasSize(1);
        assertThat(only().held()).isFalse();
        assertThat(run("retry", "00000000000000aa")).containsExactly("00000000000000aa is due now");
        assertThat(run("list").get(1)).contains("  due  ");
        assertThat(run("delete", "00000000000000aa")).hasSize(1);
        assertThat(spool.list()).isEmpty();
    }

    @Test
    void allThatWaitAreTriedButNotTheHeldOnes() throws Exception {
        spool.add(FakeSpool.mail("00000000000000aa", ""));
        spool.add(FakeSpool.mail("00000000000000bb", ""));
        spool.add(FakeSpool.mail("00000000000000cc", ""));
        assertThat(run("hold", "00000000000000bb")).hasSize(1);

        assertThat(run("retry", "all")).containsExactly("2 mails are due now");

        assertThat(spool.find("00000000000000bb")).map(QueuedMail::held).isEqualTo(Optional.of(true));
    }

    @Test
    void aMailThatIsNotThereIsRefused() {
        for (String verb : List.of("show", "retry", "hold", "release", "delete")) {
            assertThatThrownBy(() -> run(verb, "00000000000000aa"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("there is no mail 00000000000000aa")
                    .extracting(thrown -> ((Refusal) thrown).exitCode())
                    .isEqualTo(ExitCode.REFUSED);
        }
    }

    @Test
    void aDiskThatIsFullIsTold() {
        spool.add(FakeSpool.mail("00000000000000aa", ""));
        spool.fill();

        assertThatThrownBy(() -> run("hold", "00000000000000aa")).hasMessageContaining("No space left on device");
    }

    @Test
    void aWrongCommandLineIsRefusedBeforeTheServerIsAsked() {
        endpoint.stop();
        for (List<String> words : List.of(
                List.<String>of(),
                List.of("list", "all"),
                List.of("show"),
                List.of("drop", "1"),
                List.of("hold", "1", "2"),
                List.of("delete", "1", "--json"))) {
            assertThatThrownBy(() -> run(words.toArray(String[]::new)))
                    .hasMessageContaining("usage: ./posthorn queue list")
                    .extracting(thrown -> ((Refusal) thrown).exitCode())
                    .isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void aServerThatIsDownIsTold() {
        endpoint.stop();

        assertThatThrownBy(() -> run("list"))
                .hasMessageContaining("does not answer on port " + port)
                .extracting(thrown -> ((Refusal) thrown).exitCode())
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    private QueuedMail only() {
        assertThat(spool.list()).hasSize(1);
        return spool.list().get(0);
    }

    private List<String> run(String... words) throws Refusal {
        return new QueueCommand(CLOCK).run(List.of(words), Beans.of(() -> ServerAccess.of(home, port)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.testing.PosthornServer.Outcome;

/** The command line changes accounts as the panel would, and no password ever shows. */
class CliIT {

    private final Stack stack = Stack.shared();

    @Test
    void aDomainAndAUserMadeByTheCommandLineWorkAndLookAsIfThePanelHadMadeThem() throws Exception {
        assertThat(cli("AddDomain cli.test", "").exitCode()).isZero();
        assertThat(cli("AddUser gus@cli.test", "First-Pw33\n").exitCode()).isZero();

        assertThat(Imap.loginAnswer(stack, "gus@cli.test", "First-Pw33")).startsWith("t1 OK");
        assertThat(column("SELECT goto FROM alias WHERE address='gus@cli.test'"))
                .containsExactly("gus@cli.test");
        assertThat(column("SELECT maildir FROM mailbox WHERE username='gus@cli.test'"))
                .containsExactly("cli.test/gus/");
        assertThat(column("SELECT action FROM log WHERE domain='cli.test'"))
                .contains("create_domain", "create_mailbox");
        assertThat(column("SELECT password FROM mailbox WHERE username='gus@cli.test'")
                        .get(0))
                .doesNotContain("First-Pw33");

        assertThat(cli("SetPassword gus@cli.test", "Second-Pw44\n").exitCode()).isZero();
        assertThat(Imap.loginAnswer(stack, "gus@cli.test", "First-Pw33")).startsWith("t1 NO");
        assertThat(Imap.loginAnswer(stack, "gus@cli.test", "Second-Pw44")).startsWith("t1 OK");

        assertThat(cli("RemoveUser gus@cli.test", "").exitCode()).isZero();
        assertThat(column("SELECT address FROM alias WHERE address='gus@cli.test'"))
                .isEmpty();
        assertThat(cli("RemoveDomain cli.test", "").exitCode()).isZero();
    }

    @Test
    void mappingsOfEveryKindAreListed() {
        assertThat(cli("AddAddressMapping help example.test alice@example.test", "")
                        .exitCode())
                .isZero();
        assertThat(cli("AddRegexMapping info example.test (.*)@example.test:bob@example.test", "")
                        .exitCode())
                .isZero();

        Outcome listed = cli("ListMappings", "");

        assertThat(listed.exitCode()).isZero();
        assertThat(listed.output()).contains("help@example.test=", "info@example.test=regex:", "sales@example.test=");
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<help@example.test>")).startsWith("250 2.1.5 ");
        }
        assertThat(cli("RemoveAddressMapping help example.test alice@example.test", "")
                        .exitCode())
                .isZero();
        assertThat(cli("RemoveRegexMapping info example.test (.*)@example.test:bob@example.test", "")
                        .exitCode())
                .isZero();
    }

    @Test
    void aQuotaLimitSetByTheCommandLineStandsInThePanel() throws Exception {
        assertThat(cli("SetMaxStorageQuota erin@second.test 10M", "").exitCode())
                .isZero();

        assertThat(column("SELECT quota FROM mailbox WHERE username='erin@second.test'"))
                .containsExactly("10485760");
        assertThat(cli("GetMaxStorageQuota erin@second.test", "").output()).contains("10");
        stack.sql("UPDATE mailbox SET quota=0 WHERE username='erin@second.test'");
    }

    @Test
    void noPasswordEverStandsInAnArgumentList() throws Exception {
        String secret = "Sehr-Geheim-" + System.nanoTime();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        AtomicBoolean watch = new AtomicBoolean(true);
        List<String> secrets = List.of(secret, jmxPassword(), stack.mariaDb().password());
        Thread watcher = new Thread(() -> watchArguments(watch, secrets, seen));
        watcher.start();
        try {
            cli("AddUser ivan@example.test", secret + "\n");
            cli("SetPassword ivan@example.test", secret + "x\n");
            cli("ListUsers", "");
            cli("RemoveUser ivan@example.test", "");
            stack.posthorn().run("", "status");
        } finally {
            watch.set(false);
            watcher.join();
        }

        assertThat(seen).isEmpty();
        assertThat(stack.posthorn().log()).doesNotContain(secret).doesNotContain(jmxPassword());
    }

    @Test
    void aPasswordGivenAsAnArgumentIsRefusedBeforeAnythingHappens() {
        Outcome outcome = cli("AddUser judith@example.test Some-Pw55", "");

        assertThat(outcome.exitCode()).isEqualTo(64);
        assertThat(outcome.output().strip().lines()).hasSize(1);
        assertThat(outcome.output()).contains("never an argument");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AddUser",
                "AddUsr bob@example.test",
                "AddUser nobody@no-such-domain.test",
                "AddUser alice@example.test",
                "AddUser ';DROP_TABLE_mailbox;--@example.test",
                "AddDomain not_a_domain..",
                "RemoveUser nobody@example.test",
                "SetMaxStorageQuota erin@second.test lots",
                "--nonsense"
            })
    void nonsenseIsAnsweredByOneLineAndAnExitCode(String words) {
        Outcome outcome = cli(words, "Some-Pw55\n");

        assertThat(outcome.exitCode()).as(outcome.output()).isNotZero();
        assertThat(outcome.output().strip().lines()).as(outcome.output()).hasSize(1);
        assertThat(outcome.output()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @Test
    void aMisspeltCommandIsAnsweredByTheNearestOne() {
        assertThat(cli("AddUsr bob@example.test", "").output()).contains("did you mean AddUser?");
    }

    @Test
    void thePanelsLimitsHoldHereToo() {
        stack.sql(
                "INSERT INTO domain (domain, description, transport, mailboxes) VALUES ('small.test', '', 'virtual', 1)");
        assertThat(cli("AddUser one@small.test", "Some-Pw55\n").exitCode()).isZero();

        assertThat(cli("AddUser two@small.test", "Some-Pw55\n").exitCode()).isEqualTo(1);
    }

    private Outcome cli(String words, String input) {
        return stack.posthorn().cli(input, words.split(" "));
    }

    private String jmxPassword() throws IOException {
        return Files.readString(stack.posthorn().home().resolve("secrets/jmxremote.password"))
                .strip()
                .split(" ")[1];
    }

    private List<String> column(String query) throws SQLException {
        try (Connection connection = stack.mariaDb().connect(stack.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** Looks at the arguments and the environment of every process, as fast as it can. */
    private static void watchArguments(AtomicBoolean watch, List<String> secrets, Set<String> seen) {
        while (watch.get()) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    look(process.resolve("cmdline"), secrets, seen);
                    look(process.resolve("environ"), secrets, seen);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static void look(Path file, List<String> secrets, Set<String> seen) {
        try {
            String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            secrets.stream().filter(content::contains).forEach(secret -> seen.add(file + ": " + content));
        } catch (IOException e) {
            return; // the process is gone, or another user's
        }
    }
}

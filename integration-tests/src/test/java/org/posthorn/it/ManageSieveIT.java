// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer.Port;

/** A user's filter is put over TLS and files his mail; one that cannot be used loses nobody's. */
class ManageSieveIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ERIN = "erin@second.test";

    private final Stack stack = Stack.shared();

    @Test
    void aScriptThatWasPutOverTlsFilesAMailThatPop3DoesNotSee() {
        String script =
                "require \"fileinto\";\r\nif header :contains \"Subject\" \"project\" { fileinto \"Projects\"; }\r\n";
        try (Session client = session()) {
            assertThat(client.send(authenticate("carol@example.test", Stack.PASSWORD))
                            .readLine())
                    .startsWith("OK");
            client.send("PUTSCRIPT \"filter\" {" + script.length() + "+}");
            assertThat(client.send(script).readLine()).startsWith("OK");
            assertThat(client.send("SETACTIVE \"filter\"").readLine()).startsWith("OK");
            client.send("LISTSCRIPTS");
            assertThat(client.readUntil("OK")).contains("\"filter\" ACTIVE");
        }
        String filed = Smtp.word();
        String kept = Smtp.word();
        Smtp.deliver(stack, "carol@example.test", "project " + filed);
        Smtp.deliver(stack, "carol@example.test", kept);

        try (Imap carol = Imap.login(stack, "carol@example.test")) {
            carol.await("INBOX", kept);
            carol.await("Projects", filed);
            assertThat(carol.count("INBOX", filed)).isZero();
        }
    }

    @Test
    void scriptsThatSendMailToEachOtherEndAfterOneStep() {
        put("erin@second.test", "redirect \"postmaster@example.test\";\r\n");
        put("postmaster@example.test", "redirect \"erin@second.test\";\r\n");
        String word = Smtp.word();
        Smtp.deliver(stack, "erin@second.test", word);

        try (Imap postmaster = Imap.login(stack, "postmaster@example.test")) {
            postmaster.await("INBOX", word);
            assertThat(postmaster.count("INBOX", word)).isEqualTo(1);
        } finally {
            put("erin@second.test", "keep;\r\n");
            put("postmaster@example.test", "keep;\r\n");
        }
    }

    @Test
    void anAnswerOfAScriptSaysThatAMachineWroteIt() {
        put("erin@second.test", "require \"vacation\";\r\nvacation \"I am away\";\r\n");
        String word = Smtp.word();
        Smtp.deliver(stack, "erin@second.test", word);

        try {
            assertThat(stack.awaitSent("I am away").content()).contains("Auto-Submitted: auto-replied");
        } finally {
            put("erin@second.test", "keep;\r\n");
        }
    }

    /** A table that is away stands for a database that answers a part of all questions. */
    @Test
    void aFilterThatCannotBeReadIsWaitedFor() {
        put(ERIN, "require \"fileinto\";\r\nfileinto \"Filed\";\r\n");
        String word = Smtp.word();
        stack.sql("RENAME TABLE posthorn.posthorn_script TO posthorn.posthorn_script_away");
        try (Imap erin = Imap.login(stack, ERIN)) {
            Smtp.deliver(stack, ERIN, word);
            assertThat(Poll.until(PATIENCE, () -> isLogged("state=store-later result=deferred", "script of " + ERIN)))
                    .isTrue();
            assertThat(erin.count("INBOX", word)).isZero();
        } finally {
            stack.sql("RENAME TABLE posthorn.posthorn_script_away TO posthorn.posthorn_script");
        }

        try (Imap erin = Imap.login(stack, ERIN)) {
            erin.await("Filed", word);
            assertThat(erin.count("INBOX", word)).isZero();
        } finally {
            put(ERIN, "keep;\r\n");
        }
    }

    @Test
    void anAccountCreatedAgainUnderAnOldNameHasNoFilters() {
        String ivan = "ivan@second.test";
        account(ivan, "2024-01-01 10:00:00");
        put(ivan, "redirect \"stranger@outside.test\";\r\n");
        String before = Smtp.word();
        Smtp.deliver(stack, ivan, before);
        stack.awaitSent(before);
        stack.sql("DELETE FROM mailbox WHERE username='" + ivan + "'");
        account(ivan, "2024-01-02 10:00:00");

        assertThat(scripts(ivan)).containsExactly("OK \"Listscripts completed.\"");
        String after = Smtp.word();
        Smtp.deliver(stack, ivan, after);
        try (Imap owner = Imap.login(stack, ivan)) {
            owner.await("INBOX", after);
            assertThat(owner.count("INBOX", before)).isZero();
        }
        assertThat(stack.sent()).noneMatch(mail -> mail.content().contains(after));
    }

    private void account(String user, String created) {
        stack.sql("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, created) SELECT '" + user
                + "', password, name, maildir, local_part, domain, '" + created + "' FROM mailbox WHERE username='"
                + ERIN + "'");
    }

    private List<String> scripts(String user) {
        try (Session client = session()) {
            client.send(authenticate(user, Stack.PASSWORD)).readLine();
            return client.send("LISTSCRIPTS").readUntil("OK");
        }
    }

    @Test
    void aFilterThatIsBrokenLeavesTheMailInTheInboxAndItsOwnerIsTold() {
        put(ERIN, "keep;\r\n");
        String word = Smtp.word();
        spoil("no such word");
        try (Imap erin = Imap.login(stack, ERIN)) {
            Smtp.deliver(stack, ERIN, word);
            assertThat(Poll.until(PATIENCE, () -> erin.count("INBOX", word) == 2))
                    .isTrue();
            assertThat(erin.command("UID SEARCH SUBJECT \"[SIEVE ERROR] " + word + "\""))
                    .anyMatch(line -> line.matches("\\* SEARCH \\d+"));
        } finally {
            put(ERIN, "keep;\r\n");
        }
    }

    @Test
    void aFilterThatTheInterpreterFailsOfKeepsNobodysMailBack() {
        put(ERIN, "keep;\r\n");
        String word = Smtp.word();
        spoil("if " + "not ".repeat(200_000) + "true { discard; }");
        try (Imap erin = Imap.login(stack, ERIN);
                Imap postmaster = Imap.login(stack, "postmaster@example.test");
                Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<" + ERIN + ">")).startsWith("250");
            assertThat(client.ask("RCPT TO:<postmaster@example.test>")).startsWith("250");
            assertThat(Smtp.data(client, Smtp.mail(word))).startsWith("250 2.0.0");
            erin.await("INBOX", word);
            postmaster.await("INBOX", word);
            assertThat(isLogged("to=<" + ERIN + "> check=sieve result=failed", "StackOverflowError"))
                    .isTrue();
        } finally {
            put(ERIN, "keep;\r\n");
        }
    }

    private boolean isLogged(String... words) {
        return stack.posthorn().log().lines().anyMatch(line -> List.of(words).stream()
                .allMatch(line::contains));
    }

    /** What ManageSieve would not have taken. */
    private void spoil(String script) {
        stack.sql("UPDATE posthorn.posthorn_script SET content='" + script + "' WHERE owner='" + ERIN + "'");
    }

    private void put(String user, String script) {
        try (Session client = session()) {
            assertThat(client.send(authenticate(user, Stack.PASSWORD)).readLine())
                    .startsWith("OK");
            client.send("PUTSCRIPT \"test\" {" + script.length() + "+}");
            assertThat(client.send(script).readLine()).startsWith("OK");
            assertThat(client.send("SETACTIVE \"test\"").readLine()).startsWith("OK");
        }
    }

    @Test
    void noPasswordIsTakenBeforeTls() {
        try (Session client = Session.plain(stack.port(Port.SIEVE))) {
            List<String> greeting = client.readUntil("OK");
            assertThat(greeting).contains("\"SASL\" \"\"", "\"STARTTLS\"");
            assertThat(client.send(authenticate("alice@example.test", Stack.PASSWORD))
                            .readLine())
                    .startsWith("NO (ENCRYPT-NEEDED)");
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndABadScriptNotStored() {
        try (Session client = session()) {
            assertThat(client.send(authenticate("alice@example.test", "wrong")).readLine())
                    .startsWith("NO");
            assertThat(client.send(authenticate("alice@example.test", Stack.PASSWORD))
                            .readLine())
                    .startsWith("OK");
            client.send("PUTSCRIPT \"bad\" {12+}");
            assertThat(client.send("no such word").readUntil("NO")).isNotEmpty();
        }
        try (Session client = session()) {
            client.send(authenticate("alice@example.test", Stack.PASSWORD)).readLine();
            client.send("LISTSCRIPTS");
            assertThat(client.readUntil("OK")).noneMatch(line -> line.contains("bad"));
        }
    }

    private Session session() {
        Session client = Session.plain(stack.port(Port.SIEVE));
        client.readUntil("OK");
        assertThat(client.send("STARTTLS").readLine()).startsWith("OK");
        client.upgrade().readUntil("OK");
        return client;
    }

    private static String authenticate(String user, String password) {
        byte[] response = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return "AUTHENTICATE \"PLAIN\" \"" + Base64.getEncoder().encodeToString(response) + "\"";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.PosthornServer.Port;

/** A user's filter is put over TLS and files his mail. */
class ManageSieveIT {

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

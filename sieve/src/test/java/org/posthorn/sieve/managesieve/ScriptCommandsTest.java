// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptCommandsTest {

    private static final String ALICE = "alice@example.test";

    private TestServer server;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
        client = Client.loggedIn(server.address, ALICE);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void aScriptLivesFromPutToDelete() throws Exception {
        String script = "require \"fileinto\";\r\nfileinto \"Junk\"; # grün\r\n";

        assertThat(put("a", script)).isEqualTo("OK \"PUTSCRIPT completed.\"");
        assertThat(client.ask("LISTSCRIPTS")).isEqualTo("\"a\"\r\nOK \"Listscripts completed.\"");
        assertThat(client.ask("SETACTIVE \"a\"")).isEqualTo("OK \"Setactive completed.\"");
        assertThat(client.ask("LISTSCRIPTS")).isEqualTo("\"a\" ACTIVE\r\nOK \"Listscripts completed.\"");
        assertThat(client.ask("GETSCRIPT \"a\""))
                .isEqualTo("{" + script.getBytes(StandardCharsets.UTF_8).length + "}\r\n" + script
                        + "\r\nOK \"Getscript completed.\"");
        assertThat(client.ask("DELETESCRIPT \"a\""))
                .isEqualTo("NO (ACTIVE) \"Cannot delete the active Sieve script.\"");
        assertThat(client.ask("RENAMESCRIPT \"a\" \"b\"")).isEqualTo("OK \"Renamescript completed.\"");
        assertThat(client.ask("LISTSCRIPTS")).startsWith("\"b\" ACTIVE\r\n");
        assertThat(client.ask("SETACTIVE \"\"")).isEqualTo("OK \"Setactive completed.\"");
        assertThat(client.ask("DELETESCRIPT \"b\"")).isEqualTo("OK \"Deletescript completed.\"");
        assertThat(client.ask("LISTSCRIPTS")).isEqualTo("OK \"Listscripts completed.\"");
        assertThat(client.ask("LOGOUT")).isEqualTo("OK \"Logout completed.\"");
        assertThat(client.closed()).isTrue();
    }

    @Test
    void answersWithCodesWhatCannotBeDone() throws Exception {
        put("a", "keep;");
        put("b", "keep;");

        assertThat(client.ask("SETACTIVE \"none\"")).isEqualTo("NO (NONEXISTENT) \"Sieve script `none' not found\"");
        assertThat(client.ask("GETSCRIPT \"none\"")).startsWith("NO (NONEXISTENT) ");
        assertThat(client.ask("DELETESCRIPT \"none\"")).startsWith("NO (NONEXISTENT) ");
        assertThat(client.ask("RENAMESCRIPT \"none\" \"c\"")).startsWith("NO (NONEXISTENT) ");
        assertThat(client.ask("RENAMESCRIPT \"a\" \"b\"")).startsWith("NO (ALREADYEXISTS) ");
        assertThat(client.ask("HAVESPACE \"c\" 1048576")).startsWith("OK");
        assertThat(client.ask("HAVESPACE \"c\" 1048577")).startsWith("NO (QUOTA/MAXSIZE) ");
        for (String name : new String[] {"c", "d", "e"}) {
            put(name, "keep;");
        }
        assertThat(client.ask("HAVESPACE \"f\" 10")).startsWith("NO (QUOTA/MAXSCRIPTS) ");
        assertThat(put("f", "keep;")).startsWith("NO (QUOTA/MAXSCRIPTS) ");
        assertThat(put("a", "stop;")).startsWith("OK");
        server.repository.setQuota(Username.of(ALICE), QuotaSizeLimit.size(30));
        assertThat(client.ask("HAVESPACE \"a\" 100")).startsWith("NO (QUOTA) ");
        assertThat(put("a", "keep; # " + "x".repeat(100))).startsWith("NO (QUOTA) ");
    }

    @Test
    void aRefusedScriptChangesNothing() throws Exception {
        put("a", "keep;");

        assertThat(put("a", "fileinto \"Junk\";")).startsWith("NO \"a: line 1: error: unknown command 'fileinto'");
        assertThat(put("new", "keep;\r\nfrob;")).isEqualTo("NO \"new: line 2: error: unknown command 'frob'\"");
        assertThat(client.ask("LISTSCRIPTS")).isEqualTo("\"a\"\r\nOK \"Listscripts completed.\"");
        assertThat(client.ask("GETSCRIPT \"a\"")).contains("keep;");
    }

    @Test
    void checksWithoutStoringAndWarns() throws Exception {
        assertThat(client.ask("CHECKSCRIPT {5+}\r\nkeep;")).isEqualTo("OK \"Checkscript completed.\"");
        assertThat(client.ask("CHECKSCRIPT \"frob;\"")).startsWith("NO \"script: line 1: ");
        assertThat(client.ask("CHECKSCRIPT " + Client.literal("require \"reject\"; reject text:\nNo.\n.\n;")))
                .startsWith("OK (WARNINGS) ");
        assertThat(client.ask("LISTSCRIPTS")).startsWith("OK");
    }

    @Test
    void noopRepeatsItsTag() throws Exception {
        assertThat(client.ask("NOOP")).isEqualTo("OK \"NOOP completed.\"");
        assertThat(client.ask("NOOP \"SYNC \\\"1\\\"\"")).isEqualTo("OK (TAG \"SYNC \\\"1\\\"\") \"NOOP completed.\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0001", "a\tb", "\u2028"})
    void refusesNamesThatAreNone(String name) throws Exception {
        assertThat(put(name, "keep;")).isEqualTo("NO \"Invalid script name.\"");
        assertThat(client.ask("GETSCRIPT \"" + name + "\"")).isEqualTo("NO \"Invalid script name.\"");
        assertThat(client.ask("RENAMESCRIPT \"" + name + "\" \"b\"")).isEqualTo("NO \"Invalid script name.\"");
        assertThat(server.repository.isEmpty()).isTrue();
    }

    @Test
    void refusesNamesWithNulOrTooLongOrNotUtf8() throws Exception {
        assertThat(client.ask("PUTSCRIPT {3+}\r\na\0b {5+}\r\nkeep;")).isEqualTo("NO \"Invalid script name.\"");
        assertThat(put("x".repeat(513), "keep;")).isEqualTo("NO \"Invalid script name.\"");
        client.send(new byte[] {'G', 'E', 'T', 'S', 'C', 'R', 'I', 'P', 'T', ' ', '"', (byte) 0xff, '"', '\r', '\n'});
        assertThat(client.answer()).isEqualTo("NO \"Invalid script name.\"");
    }

    @Test
    void namesWithQuotesAndLineEndsInAnswersStayStrings() throws Exception {
        String quoted = "a \\\"b\\\\";
        assertThat(client.ask("PUTSCRIPT \"" + quoted + "\" {5+}\r\nkeep;")).startsWith("OK");
        assertThat(client.ask("LISTSCRIPTS")).startsWith("\"" + quoted + "\"\r\n");
        assertThat(client.ask("GETSCRIPT \"x" + quoted + "\"")).contains("`x" + quoted + "'");
    }

    @Test
    void keepsAScriptOfAMegabyteAndRefusesALargerOne() throws Exception {
        String script = "keep; # " + "x".repeat((1 << 20) - 8);

        assertThat(put("big", script)).startsWith("OK");
        assertThat(client.ask("GETSCRIPT \"big\"")).contains(script);
        assertThat(put("bigger", script + "x")).startsWith("NO (QUOTA/MAXSIZE) ");
        assertThat(client.ask("CHECKSCRIPT " + Client.literal(script + "x"))).startsWith("NO (QUOTA/MAXSIZE) ");
        assertThat(client.ask("LISTSCRIPTS")).isEqualTo("\"big\"\r\nOK \"Listscripts completed.\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOOP 5",
                "NOOP \"a\" \"b\"",
                "LISTSCRIPTS \"a\"",
                "PUTSCRIPT \"a\"",
                "PUTSCRIPT a {5+}\r\nkeep;",
                "PUTSCRIPT \"a\" 5",
                "GETSCRIPT",
                "GETSCRIPT a",
                "HAVESPACE \"a\"",
                "HAVESPACE \"a\" \"5\"",
                "HAVESPACE \"a\" -1",
                "HAVESPACE \"a\" 99999999999999999999",
                "RENAMESCRIPT \"a\"",
                "LOGOUT now",
                "FROB",
                "\"a\"",
                "CHECKSCRIPT",
                "AUTHENTICATE",
                "CAPABILITY \"x\"",
                "STARTTLS",
                "{4+}\r\nNOOP"
            })
    void refusesUnknownCommandsAndWrongArgumentsAndGoesOn(String command) throws Exception {
        assertThat(client.ask(command)).startsWith("NO ");
        assertThat(client.ask("NOOP")).startsWith("OK");
    }

    @Test
    void aBrokenRepositoryMeansLater() throws Exception {
        put("a", "keep;");
        server.repository.breakDown();

        assertThat(put("a", "keep;")).startsWith("NO (TRYLATER) ").doesNotContain("Exception");
        assertThat(client.ask("NOOP")).startsWith("OK");
    }

    private String put(String name, String script) throws Exception {
        client.send(Client.putScript(name, script));
        return client.answer();
    }
}
